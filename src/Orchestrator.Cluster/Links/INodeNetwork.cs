using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>The links between the nodes of a branch.</summary>
public interface INodeNetwork
{
    /// <summary>Calls a node.</summary>
    /// <param name="node">Who must be there.</param>
    /// <param name="address">Where, <c>host:port</c>.</param>
    /// <param name="observer">Gets each message that comes, in order, and null once when the link has ended; it must
    /// not block.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NodeLinkException">It could not be reached.</exception>
    Task<INodeLink> ConnectAsync(
        NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation);

    /// <summary>Takes other nodes' calls from now on.</summary>
    /// <param name="observer">As of <see cref="ConnectAsync"/>.</param>
    void Serve(Action<INodeLink, NodeMessage?> observer);
}
