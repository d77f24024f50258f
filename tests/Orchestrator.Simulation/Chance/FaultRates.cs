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

    public double this[FaultKind kind] => _rates[(int)kind];

    public static FaultRates Draw(SeededRandom random)
    {
        var rates = new FaultRates();
        var known = random.Between(1, 8) / 10.0;
        foreach (var kind in Enum.GetValues<FaultKind>())
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
