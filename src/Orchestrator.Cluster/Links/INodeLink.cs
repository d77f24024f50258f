using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster.Links;

/// <summary>A link to another node that messages go by, in order, until it ends.</summary>
public interface INodeLink
{
    /// <summary>The node at the other end; its certificate said so.</summary>
    NodeName Node { get; }

    /// <summary>Sends without blocking; nothing says whether it arrived. A link whose other end does not read is
    /// closed.</summary>
    void Send(NodeMessage message);

    /// <summary>Ends the link at once; the observer is told as if the other end had.</summary>
    void Close();
}
