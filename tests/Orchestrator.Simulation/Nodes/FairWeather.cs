using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Kiosks;
using Orchestrator.Simulation.Nodes.Checking;

namespace Orchestrator.Simulation.Nodes;

/// <summary>A while without faults: kiosks come as ever, and none waits for long while a machine is free on any node
/// that it can be had from, or is passed over by those who came later.</summary>
internal sealed class FairWeather(NodesWorld nodes)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>A claim can go to each other node in turn, and what is announced is a moment old.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(30);

    private readonly Dictionary<KioskLine, DateTimeOffset> _waiting = [];
    private readonly Dictionary<(NodeName Node, MachineName Machine), DateTimeOffset> _free = [];

    /// <param name="then">What comes after it.</param>
    public void Begin(Action then)
    {
        nodes.Say($"fair weather: kiosks come, nothing goes wrong");
        nodes.Close(false);
        foreach (var kiosk in nodes.Kiosks)
        {
            kiosk.Rest();
        }

        Look(nodes.Now + Length, new BranchOrder(nodes, nodes.Now), then);
    }

    private void Look(DateTimeOffset end, BranchOrder order, Action then)
    {
        if (nodes.Now >= end)
        {
            then();
            return;
        }

        var waiting = nodes.Servers.SelectMany(server => server.World.Checker.Serving.Waiting).Where(MayBeServed)
            .ToHashSet();
        order.Look(_waiting, waiting);
        Note(_waiting, waiting);
        Note(_free, [.. nodes.Servers.SelectMany(server => server.World.Checker.Records.Machines.Values
            .Where(machine => machine.State is CleanMachine)
            .Select(machine => (server.World.Node, machine.MachineName)))]);
        var since = nodes.Now - WaitMax;
        if (_free.FirstOrDefault(free => free.Value < since) is { Key.Node.Value: not "" } free
            && _waiting.FirstOrDefault(line => line.Value < since) is { Key: { } line })
        {
            nodes.Verdict.Fail(Rules.Free,
                $"{line} waits at {line.Kiosk.World.Node}, machine {free.Key.Machine} of {free.Key.Node} is free "
                + $"since {(nodes.Now - free.Value).TotalSeconds:0} s");
        }

        nodes.Later(Second, () => Look(end, order, then));
    }

    private static bool MayBeServed(KioskLine line) =>
        !line.IsServed && !line.IsHungUp && !line.IsClosed && !line.WasBlocked && line.Kiosk.Line == line;

    /// <summary>What is there keeps the moment at which it was there first.</summary>
    private void Note<T>(Dictionary<T, DateTimeOffset> known, HashSet<T> now)
        where T : notnull
    {
        foreach (var gone in known.Keys.Where(one => !now.Contains(one)).ToList())
        {
            known.Remove(gone);
        }

        foreach (var one in now)
        {
            known.TryAdd(one, nodes.Now);
        }
    }
}
