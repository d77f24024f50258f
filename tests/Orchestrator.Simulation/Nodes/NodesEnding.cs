using Orchestrator.Core.Cluster;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Checking;

namespace Orchestrator.Simulation.Nodes;

/// <summary>
/// The end of a run: faults are over, nobody new comes, and within bounded time every node sees the same branch with
/// everybody in it, each has the machines that the plan gives it, and nothing is left over. Then kiosks come once more,
/// without faults, and it all holds again.
/// </summary>
internal sealed class NodesEnding(NodesWorld nodes, NodesOutside outside)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly FairWeather _weather = new(nodes);
    private DateTimeOffset _latest;
    private bool _hadFairWeather;

    public bool IsOver { get; private set; }

    /// <summary>As of one server; and a silent watch is noticed by the next reading of all keys, a member that left
    /// or was given up has to be wiped, to join and to be planned for.</summary>
    private TimeSpan HealingMax => TimeSpan.FromMinutes(20) + (3 * nodes.Plan.Branch.Settings.QuarantineRestMax)
        + (3 * nodes.Plan.Branch.Settings.IdleTimeout) + (5 * nodes.Plan.Branch.Settings.CloneDeadline)
        + (3 * nodes.Plan.Coordination.RelistInterval) + (3 * nodes.Plan.ReplanAfter);

    public void Begin()
    {
        nodes.CalmDown();
        outside.Restore();
        BeginToHeal();
    }

    private void BeginToHeal()
    {
        nodes.Say($"faults are over, nobody new comes");
        nodes.Close(true);
        _latest = nodes.Now + HealingMax;
        Look();
    }

    private void Look()
    {
        outside.Operator.Restore();
        var wrong = Wrong().FirstOrDefault();
        if (wrong is null && _hadFairWeather)
        {
            IsOver = true;
        }
        else if (wrong is null)
        {
            _hadFairWeather = true;
            _weather.Begin(BeginToHeal);
        }
        else if (nodes.Now > _latest)
        {
            nodes.Verdict.Fail(Rules.Heals, string.Join("; ", Wrong()));
        }
        else
        {
            nodes.Later(LookInterval, Look);
        }
    }

    private IEnumerable<string> Wrong()
    {
        var plan = nodes.StoreRules.Plan;
        var pool = nodes.Plan.Branch.Settings.Name;
        if (plan.SlotsOf(pool) != nodes.Plan.MachinesMax)
        {
            yield return $"the plan is {plan}, {nodes.Plan.MachinesMax} slots are wanted";
        }

        foreach (var server in nodes.Servers)
        {
            foreach (var text in Wrong(server, plan, plan.SlotsOf(pool, server.World.Node)))
            {
                yield return $"{server.World.Node}: {text}";
            }
        }
    }

    private IEnumerable<string> Wrong(NodeServer server, SlotPlan plan, int slots)
    {
        if (server.Process?.Part is not { } part)
        {
            return ["the process does not run"];
        }

        return [.. OfBranch(part, plan), .. OfGuests(server.World),
            .. LeftOvers.Of(server.World, server.Journal, server.Twin, slots)];
    }

    private IEnumerable<string> OfBranch(NodePart part, SlotPlan plan)
    {
        var seen = part.Coordinator.Snapshot;
        if (!part.Coordinator.HoldsLease)
        {
            yield return "it holds no lease";
        }

        if (part.Etcd.HasSilentWatch)
        {
            yield return "its watch of the store hangs, and it has not read all keys since";
        }

        if (!seen.Plan.Equals(plan))
        {
            yield return $"it sees the plan {seen.Plan}, the store has {plan}";
        }

        if (seen.Coordinator?.Node != nodes.StoreRules.Coordinator || seen.Coordinator is null)
        {
            yield return $"it sees the coordinator {seen.Coordinator}, the store has {nodes.StoreRules.Coordinator}";
        }

        foreach (var server in nodes.Servers)
        {
            if (seen.Find(server.World.Node) is not { TakesClaims: true })
            {
                yield return $"it sees {server.World.Node} as {seen.Find(server.World.Node)?.ToString() ?? "nobody"}";
            }
        }
    }

    private static IEnumerable<string> OfGuests(World world) =>
        world.Checker.Guests.Open.Select(grant => $"{grant} is left open");
}
