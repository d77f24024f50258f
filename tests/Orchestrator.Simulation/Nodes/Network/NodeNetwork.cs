using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>The network between the nodes: ways that can be blocked, and what is on them.</summary>
internal sealed class NodeNetwork(NodesWorld nodes)
{
    /// <summary>A connection whose other end answers nothing for so long is ended by the kernel's keepalive.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(40);

    /// <summary>A call that nobody answers is given up.</summary>
    public static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Way, int> _blocks = [];
    private readonly Dictionary<NodeName, NodeEnd> _ends = [];
    private readonly List<IWire> _wires = [];

    public NodesWorld Nodes => nodes;

    public bool IsBlocked(Way way) => _blocks.ContainsKey(way);

    /// <summary>Whether something can pass both ways.</summary>
    public bool IsOpen(Way way) => !IsBlocked(way) && !IsBlocked(way.Back);

    public void Join(NodeEnd end) => _ends[end.Node] = end;

    public void Leave(NodeEnd end)
    {
        if (_ends.GetValueOrDefault(end.Node) == end)
        {
            _ends.Remove(end.Node);
        }
    }

    /// <summary>The process of a node, or null: none runs.</summary>
    public NodeEnd? Find(NodeName node) => _ends.GetValueOrDefault(node);

    /// <summary>Nothing passes this way until it is unblocked as often as it was blocked.</summary>
    public void Block(Way way)
    {
        _blocks[way] = _blocks.GetValueOrDefault(way) + 1;
        nodes.Say($"network: nothing passes from {way.From} to {way.To}");
        foreach (var wire in _wires.Where(wire => wire.Uses(way)).ToList())
        {
            EndIfStillBlocked(wire);
        }
    }

    public void Unblock(Way way)
    {
        if (--_blocks[way] > 0)
        {
            return;
        }

        _blocks.Remove(way);
        nodes.Say($"network: it passes from {way.From} to {way.To} again");
        foreach (var wire in _wires.Where(wire => wire.Uses(way)).ToList())
        {
            wire.OnUnblocked();
        }
    }

    public void Add(IWire wire) => _wires.Add(wire);

    public void Remove(IWire wire) => _wires.Remove(wire);

    /// <summary>How long something takes from one node to another.</summary>
    public TimeSpan Travel() => nodes.Strikes(FaultKind.LinkSlow)
        ? TimeSpan.FromSeconds(nodes.Random.Scaled(0.05, 8))
        : (0.5 * nodes.Plan.LinkTime) + nodes.Random.Exponential(0.5 * nodes.Plan.LinkTime);

    private void EndIfStillBlocked(IWire wire) => nodes.Later(KeepAlive, () =>
    {
        if (_wires.Contains(wire) && !IsOpen(wire.Way))
        {
            wire.OnKeepAliveFailed();
        }
    });
}
