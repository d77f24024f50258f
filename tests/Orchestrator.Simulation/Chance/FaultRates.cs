namespace Orchestrator.Simulation.Chance;

/// <summary>
/// How likely each fault is at each of its occasions. Half of them are unknown to a run at all: what hides behind a
/// fault that is always there shows in a run without it.
/// </summary>
internal sealed class FaultRates
{
    private readonly double[] _rates = new double[Enum.GetValues<FaultKind>().Length];

    private FaultRates()
    {
    }

    /// <summary>Nothing goes wrong.</summary>
    public static FaultRates None { get; } = new();

    public double this[FaultKind kind] => _rates[(int)kind];

    /// <param name="random">Chance.</param>
    /// <param name="last">The last kind that such a branch can know.</param>
    public static FaultRates Draw(SeededRandom random, FaultKind last = FaultKind.TurnDelayed)
    {
        var rates = new FaultRates();
        var known = random.Between(1, 8) / 10.0;
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind <= last))
        {
            var (least, most) = Bounds(kind);
            rates._rates[(int)kind] = random.Chance(known) ? random.Scaled(least, most) : 0;
        }

        return rates;
    }

    /// <summary>Per turn for what strikes between turns, per second for what comes from outside, else per
    /// occasion.</summary>
    private static (double Least, double Most) Bounds(FaultKind kind) => kind switch
    {
        FaultKind.ProcessKilled => (1e-5, 1e-3),
        FaultKind.TurnDelayed => (1e-4, 3e-2),
        FaultKind.PoolCleared or FaultKind.HypervisorLost or FaultKind.OperatorOrders
            or FaultKind.HypervisorDegraded or FaultKind.MemoryShort => (1e-4, 1e-2),
        FaultKind.PowerLost or FaultKind.CoordinatorKilled => (1e-4, 5e-3),
        FaultKind.NodeStalled or FaultKind.NodesParted or FaultKind.NodesPartedOneWay or FaultKind.StoreCut
            or FaultKind.StoreQuorumLost or FaultKind.LeaseEnded => (1e-4, 2e-2),
        FaultKind.StoreCompacted => (1e-3, 1e-1),
        FaultKind.MemberOrdered or FaultKind.BranchResized => (1e-4, 5e-3),
        FaultKind.LinkSlow or FaultKind.LinkReset => (1e-4, 2e-2),
        FaultKind.StoreSlow or FaultKind.StoreRequestLost or FaultKind.StoreAnswerLost => (1e-4, 5e-2),
        FaultKind.JournalFails => (1e-5, 3e-3),
        FaultKind.JournalSlow => (1e-4, 1e-2),
        FaultKind.OperationStuck => (1e-4, 2e-2),
        FaultKind.GuestNeverReady => (1e-3, 3e-2),
        FaultKind.ConsoleTampered => (1e-2, 0.2),
        FaultKind.LateEffect => (0.3, 1),
        FaultKind.JournalTailLost => (0.3, 1),
        _ => (1e-3, 1e-1),
    };
}
