using Orchestrator.Cluster.Claims;
using Orchestrator.Coordination;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Nodes;

/// <summary>What one seed makes of a branch of several servers.</summary>
internal sealed record NodesPlan
{
    public const int NodesMax = 7;

    /// <summary>What each server has of a branch of one: settings, faults, kiosks and their ways.</summary>
    public required BranchPlan Branch { get; init; }

    /// <summary>Machines that fit on each node, one number a node.</summary>
    public required IReadOnlyList<int> Capacities { get; init; }

    /// <summary>Machines of the pool over all nodes.</summary>
    public required int PoolSize { get; init; }

    /// <summary>Mean time of a message from node to node.</summary>
    public required TimeSpan LinkTime { get; init; }

    /// <summary>Mean time of a call of the store, there and back.</summary>
    public required TimeSpan StoreTime { get; init; }

    public required CoordinationOptions Coordination { get; init; }

    public required ClaimOptions Claims { get; init; }

    public required TimeSpan LookInterval { get; init; }

    public required TimeSpan ReplanAfter { get; init; }

    /// <summary>Machines that the nodes have room for together, or the pool's size.</summary>
    public int MachinesMax => Math.Min(PoolSize, Capacities.Sum());

    /// <param name="random">Chance.</param>
    /// <param name="nodes">How many; 0: the seed says.</param>
    public static NodesPlan Draw(SeededRandom random, int nodes)
    {
        var drawn = random.Between(1, NodesMax);
        var count = nodes == 0 ? drawn : nodes;
        List<int> capacities = [.. Enumerable.Range(0, count).Select(_ => random.Between(1, 5))];
        var size = random.Between(1, Math.Max(2, capacities.Sum()));
        var branch = BranchPlan.Draw(random, size, Enum.GetValues<FaultKind>()[^1]);
        var lease = TimeSpan.FromSeconds(random.Scaled(2.5, 10));
        return new NodesPlan
        {
            Branch = branch with { Settings = branch.Settings with { Size = 0, IsPlanned = true } },
            Capacities = capacities,
            PoolSize = size,
            LinkTime = TimeSpan.FromMilliseconds(random.Scaled(0.1, 20)),
            StoreTime = TimeSpan.FromMilliseconds(random.Scaled(0.5, 50)),
            Coordination = new CoordinationOptions
            {
                LeaseTimeToLive = lease,
                KeepAliveInterval = lease / 5,
                RelistInterval = TimeSpan.FromSeconds(random.Scaled(10, 180)),
            },
            Claims = new ClaimOptions
            {
                ClaimDeadline = TimeSpan.FromSeconds(random.Scaled(0.5, 4)),
                Beat = TimeSpan.FromSeconds(random.Scaled(0.5, 2)),
                SilenceMax = TimeSpan.FromSeconds(random.Scaled(3, 10)),
                OwnerGrace = TimeSpan.FromSeconds(random.Scaled(1, 6)),
                EntryGrace = TimeSpan.FromSeconds(random.Scaled(2, 20)),
            },
            LookInterval = TimeSpan.FromSeconds(random.Scaled(0.25, 1)),
            ReplanAfter = TimeSpan.FromSeconds(random.Scaled(1, 20)),
        };
    }
}
