using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>A network whose node says something else than it should, or nothing.</summary>
/// <param name="real">The network.</param>
/// <param name="sends">What is sent instead; null: nothing is.</param>
internal sealed class MutantNetwork(INodeNetwork real, Func<NodeMessage, NodeMessage?> sends) : INodeNetwork
{
    private readonly Dictionary<INodeLink, MutantLink> _links = [];

    public async Task<INodeLink> ConnectAsync(
        NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation) =>
        Of(await real.ConnectAsync(node, address, Observing(observer), cancellation).ConfigureAwait(false));

    public void Serve(Action<INodeLink, NodeMessage?> observer) => real.Serve(Observing(observer));

    private Action<INodeLink, NodeMessage?> Observing(Action<INodeLink, NodeMessage?> observer) =>
        (link, message) => observer(Of(link), message);

    private MutantLink Of(INodeLink link)
    {
        if (!_links.TryGetValue(link, out var mutant))
        {
            _links.Add(link, mutant = new MutantLink(link, sends));
        }

        return mutant;
    }

    private sealed class MutantLink(INodeLink real, Func<NodeMessage, NodeMessage?> sends) : INodeLink
    {
        public NodeName Node => real.Node;

        public void Send(NodeMessage message)
        {
            if (sends(message) is { } sent)
            {
                real.Send(sent);
            }
        }

        public void Close() => real.Close();
    }
}
