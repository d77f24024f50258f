using Orchestrator.Core.Pools;
using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Branch;

/// <summary>What one seed makes of a branch: its pool, its kiosks, and what goes wrong.</summary>
internal sealed record BranchPlan
{
    public required PoolSettings Settings { get; init; }

    public required FaultRates Rates { get; init; }

    public required int Kiosks { get; init; }

    /// <summary>Mean pause of a kiosk between two uses, when the branch is busy.</summary>
    public required TimeSpan Think { get; init; }

    /// <summary>Mean time at a console.</summary>
    public required TimeSpan Stay { get; init; }

    /// <summary>Mean boot time of a guest.</summary>
    public required TimeSpan Boot { get; init; }

    /// <summary>How long kiosks come before the faults end and everything has to become well.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Whether hours of many people and hours of few take turns.</summary>
    public required bool HasBursts { get; init; }

    public static BranchPlan Draw(SeededRandom random) => Draw(random, random.Between(1, 6), FaultKind.TurnDelayed);

    /// <param name="random">Chance.</param>
    /// <param name="size">Machines of the pool.</param>
    /// <param name="last">The last kind of fault that such a branch can know.</param>
    public static BranchPlan Draw(SeededRandom random, int size, FaultKind last)
    {
        return new BranchPlan
        {
            Settings = DrawSettings(random, size),
            Rates = FaultRates.Draw(random, last),
            Kiosks = Math.Max(1, (int)(size * random.Scaled(0.7, 2.5))),
            Think = TimeSpan.FromSeconds(random.Scaled(0.5, 10)),
            Stay = TimeSpan.FromSeconds(random.Scaled(0.5, 20)),
            Boot = TimeSpan.FromSeconds(random.Scaled(0.2, 3)),
            Length = TimeSpan.FromMinutes(random.Scaled(5, 60)),
            HasBursts = random.Chance(0.4),
        };
    }

    private static PoolSettings DrawSettings(SeededRandom random, int size)
    {
        var rest = TimeSpan.FromSeconds(random.Scaled(10, 300));
        return new PoolSettings(PoolName.Parse("sim"), "golden", size)
        {
            StartsInFlightMax = random.Between(1, 4),
            ConnectAttempts = random.Between(2, 10),
            IdleTimeout = TimeSpan.FromSeconds(random.Scaled(20, 300)),
            SessionLimit = random.Chance(0.3) ? TimeSpan.FromSeconds(random.Scaled(10, 600)) : null,
            DisconnectGrace = TimeSpan.FromSeconds(random.Scaled(0.2, 4)),
            OnRepeatedSignal = random.Chance(0.7) ? RepeatedSignal.Replace : RepeatedSignal.Refuse,
            Readiness = random.Chance(0.5) ? ReadinessProbe.Agent : ReadinessProbe.Console,
            ReadinessDeadline = TimeSpan.FromSeconds(random.Scaled(15, 120)),
            ReadinessInterval = TimeSpan.FromSeconds(random.Scaled(0.25, 1)),
            CloneDeadline = TimeSpan.FromSeconds(random.Scaled(5, 60)),
            DeleteDeadline = TimeSpan.FromSeconds(random.Scaled(5, 30)),
            GoldenImageDeadline = TimeSpan.FromSeconds(random.Scaled(20, 300)),
            FailuresInARowMax = random.Between(1, 5),
            QuarantineRest = rest,
            QuarantineRestMax = random.Scaled(1, 4) * rest,
            FailedClonesPerMinuteMax = random.Between(2, 20),
            InventoryDeadline = TimeSpan.FromSeconds(random.Scaled(1, 15)),
            ProbeDeadline = TimeSpan.FromSeconds(random.Scaled(0.5, 5)),
            QueueLengthMax = random.Chance(0.2) ? random.Between(1, 4) : 64,
            JanitorInterval = TimeSpan.FromSeconds(random.Scaled(10, 60)),
            EndedSessionsKept = random.Between(0, 20),
        };
    }
}
