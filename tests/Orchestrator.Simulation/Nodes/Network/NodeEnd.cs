using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Drivers;

namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>One process on the network: the links that it makes and takes.</summary>
internal sealed class NodeEnd : INodeNetwork
{
    private readonly NodeNetwork _network;
    private readonly List<LinkWire> _links = [];

    public NodeEnd(NodeNetwork network, NodeName node)
    {
        (_network, Node) = (network, node);
        network.Join(this);
    }

    public NodeName Node { get; }

    public bool IsDead { get; private set; }

    public Action<INodeLink, NodeMessage?>? Served { get; private set; }

    public void Serve(Action<INodeLink, NodeMessage?> observer) => Served = observer;

    public Task<INodeLink> ConnectAsync(
        NodeName node, string address, Action<INodeLink, NodeMessage?> observer, CancellationToken cancellation)
    {
        var call = new PendingCall<INodeLink>(cancellation);
        var way = new Way(Node, node);
        if (!_network.IsOpen(way))
        {
            _network.Nodes.Later(NodeNetwork.CallDeadline, () => call.Fail(new NodeLinkException(
                NodeLinkFault.Overdue, $"node {node} at {address} did not answer in time")));
            return call.Outcome;
        }

        // There and back for the connection, once more for the handshake.
        var takes = _network.Travel() + _network.Travel() + _network.Travel() + _network.Travel();
        _network.Nodes.Later(takes, () => Arrive(call, way, observer));
        return call.Outcome;
    }

    /// <summary>The process is gone; its kernel ends what it had open, unless that is gone too.</summary>
    public void Kill(bool silently)
    {
        IsDead = true;
        _network.Leave(this);
        foreach (var link in _links.ToList())
        {
            link.OnProcessDied(this, silently);
        }
    }

    public void Add(LinkWire link) => _links.Add(link);

    public void Remove(LinkWire link) => _links.Remove(link);

    private void Arrive(PendingCall<INodeLink> call, Way way, Action<INodeLink, NodeMessage?> observer)
    {
        if (IsDead || call.IsAbandoned)
        {
            return;
        }

        if (_network.Find(way.To) is not { Served: { } served } other || _network.Nodes.Strikes(FaultKind.LinkRefused))
        {
            call.Fail(new NodeLinkException(NodeLinkFault.Unreachable, $"node {way.To} cannot be reached"));
            return;
        }

        var wire = new LinkWire(_network, this, other, observer, served);
        call.Complete(Task.FromResult<INodeLink>(wire.Caller));
    }
}
