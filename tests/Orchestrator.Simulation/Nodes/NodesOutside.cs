using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Nodes.Network;

namespace Orchestrator.Simulation.Nodes;

/// <summary>What comes to a branch of several servers from outside, second by second: processes and servers that go,
/// networks that part, a store that cannot be reached.</summary>
internal sealed class NodesOutside(NodesWorld nodes)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly NodesOperator _operator = new(nodes);
    private readonly List<Way> _blocked = [];

    public NodesOperator Operator => _operator;

    public void Begin()
    {
        foreach (var kiosk in nodes.Kiosks)
        {
            kiosk.Rest();
        }

        foreach (var server in nodes.Servers)
        {
            server.Outside.Begin();
        }

        Tick();
    }

    /// <summary>Kills a server's process; it is up again after a while.</summary>
    public void Kill(NodeServer server, FaultKind kind)
    {
        if (server.Process is null)
        {
            return;
        }

        nodes.Count(kind);
        server.Kill(silently: kind == FaultKind.PowerLost);
        nodes.Later(TimeSpan.FromSeconds(nodes.Random.Scaled(0.05, 40)), server.Start);
    }

    /// <summary>Everything that was taken away comes back.</summary>
    public void Restore()
    {
        nodes.Store.HasQuorum = true;
        foreach (var way in _blocked.ToList())
        {
            Unblock(way);
        }

        foreach (var server in nodes.Servers)
        {
            server.CutFromStore(false);
            server.Outside.ReturnHypervisor();
            server.World.Events.ReconnectNow();
            server.Start();
        }
    }

    private void Tick()
    {
        if (nodes.IsCalm)
        {
            return;
        }

        foreach (var server in nodes.Servers)
        {
            nodes.Claims.Observe(server.World);
            LookAt(server);
        }

        LookAtStore();
        LookAtNetwork();
        _operator.Look();
        nodes.Later(Second, Tick);
    }

    private void LookAt(NodeServer server)
    {
        if (nodes.Strikes(FaultKind.NodeStalled))
        {
            server.Stall(Long(0.1, 30));
        }

        if (nodes.Strikes(FaultKind.StoreCut))
        {
            server.CutFromStore(true);
            nodes.Later(Long(0.2, 60), () => server.CutFromStore(false));
        }

        if (nodes.StoreRules.LeaseOf(server.World.Node) is { } lease && nodes.Store.HasQuorum
            && nodes.Strikes(FaultKind.LeaseEnded))
        {
            nodes.Store.Revoke(lease);
        }
    }

    private void LookAtStore()
    {
        if (nodes.Store.HasQuorum && nodes.Strikes(FaultKind.StoreQuorumLost))
        {
            nodes.Store.HasQuorum = false;
            nodes.Later(Long(0.2, 60), () => nodes.Store.HasQuorum = true);
        }

        if (nodes.Strikes(FaultKind.StoreCompacted))
        {
            nodes.Store.Compact();
        }
    }

    private void LookAtNetwork()
    {
        if (Any().Process is not null && nodes.Strikes(FaultKind.PowerLost))
        {
            Kill(Any(), FaultKind.PowerLost);
        }

        if (nodes.StoreRules.Coordinator is { } coordinator && nodes.Strikes(FaultKind.CoordinatorKilled))
        {
            Kill(nodes.Find(coordinator), FaultKind.ProcessKilled);
        }

        if (nodes.Servers.Count < 2)
        {
            return;
        }

        if (nodes.Strikes(FaultKind.NodesParted))
        {
            Part(bothWays: true);
        }

        if (nodes.Strikes(FaultKind.NodesPartedOneWay))
        {
            Part(bothWays: false);
        }
    }

    /// <summary>Some of the nodes cannot reach the others, or only one way.</summary>
    private void Part(bool bothWays)
    {
        var some = nodes.Servers.Where(_ => nodes.Random.Chance(0.5)).Select(server => server.World.Node).ToHashSet();
        List<Way> ways =
        [
            .. nodes.Servers.Where(server => !some.Contains(server.World.Node))
                .SelectMany(server => some.Select(node => new Way(node, server.World.Node))),
        ];
        ways = bothWays ? [.. ways, .. ways.Select(way => way.Back)] : ways;
        foreach (var way in ways)
        {
            _blocked.Add(way);
            nodes.Network.Block(way);
        }

        nodes.Later(Long(0.2, 90), () => ways.ForEach(Unblock));
    }

    private void Unblock(Way way)
    {
        if (_blocked.Remove(way))
        {
            nodes.Network.Unblock(way);
        }
    }

    private NodeServer Any() => nodes.Servers[nodes.Random.Next(nodes.Servers.Count)];

    private TimeSpan Long(double least, double most) => TimeSpan.FromSeconds(nodes.Random.Scaled(least, most));
}
