using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;
using Orchestrator.Simulation.Drivers;
using Orchestrator.Simulation.Kiosks;
using Orchestrator.Simulation.Nodes;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Time;

namespace Orchestrator.Simulation.Branch;

/// <summary>What outlives the process: time, chance, the plan, what was seen and what was wrong with it.</summary>
internal sealed class World
{
    private int _lines;

    public World(ulong seed, Trace trace)
    {
        Random = new SeededRandom(seed);
        Plan = BranchPlan.Draw(Random);
        Time = new ManualTimeProvider();
        Faults = new FaultCounts();
        Trace = trace;
        Trace.Clock = Time;
        Checker = new Checker(this);
        Events = new EventFaults(this);
        Kiosks = [.. Enumerable.Range(1, Plan.Kiosks).Select(number => new SimulatedKiosk(this, number))];
    }

    /// <summary>One server of several: time, chance and kiosks are the whole branch's.</summary>
    public World(NodesWorld nodes, NodeName node)
    {
        (Nodes, Node) = (nodes, node);
        Random = nodes.Random;
        Plan = nodes.Plan.Branch;
        Time = nodes.Time;
        Faults = nodes.Faults;
        Trace = nodes.Trace.Of(node.Value);
        Checker = new Checker(this);
        Events = new EventFaults(this);
        Kiosks = nodes.Kiosks;
    }

    /// <summary>The branch that this server shares its pool with; null: it stands alone.</summary>
    public NodesWorld? Nodes { get; }

    public NodeName Node { get; }

    public ManualTimeProvider Time { get; }

    public SeededRandom Random { get; }

    public BranchPlan Plan { get; }

    public FaultCounts Faults { get; }

    public Trace Trace { get; }

    public Checker Checker { get; }

    public Guests Guests { get; } = new();

    public EventFaults Events { get; }

    public IReadOnlyList<SimulatedKiosk> Kiosks { get; }

    /// <summary>The process that runs now; null: it was killed and is not up again.</summary>
    public BranchProcess? Process { get; set; }

    /// <summary>How much longer than planned kiosks pause: 1 when the branch is busy.</summary>
    public double Quiet { get; set; } = 1;

    public TimeSpan Think => Quiet * Plan.Think;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Faults are over: from here on everything has to become well.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Nobody signals any more.</summary>
    public bool IsClosing { get; set; }

    public SimulatedKiosk? KioskOf(KioskAddress address)
    {
        foreach (var kiosk in Kiosks)
        {
            if (kiosk.Address == address)
            {
                return kiosk;
            }
        }

        return null;
    }

    public int NextLine() => ++_lines;

    /// <summary>Whether a fault strikes now; it is counted and traced when it does.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (IsCalm || !Random.Chance(Plan.Rates[kind]))
        {
            return false;
        }

        Count(kind);
        return true;
    }

    /// <summary>Lets a fault from outside come again and again, as often as its rate a second says, while there are
    /// faults. When it comes is drawn once a strike instead of once a second.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="mayStrike">Whether it can strike now; what cannot does not count.</param>
    /// <param name="strike">Does it.</param>
    public void Recur(FaultKind kind, Func<bool> mayStrike, Action strike)
    {
        var rate = Plan.Rates[kind];
        if (rate == 0)
        {
            return;
        }

        Later(Random.Exponential(TimeSpan.FromSeconds(1 / rate)), () =>
        {
            if (IsCalm)
            {
                return;
            }

            if (mayStrike())
            {
                Count(kind);
                strike();
            }

            Recur(kind, mayStrike, strike);
        });
    }

    public void Count(FaultKind kind)
    {
        Faults.Add(kind);
        Trace.Add(TraceKind.Fault, (ulong)kind);
        if (Trace.IsWritten)
        {
            Trace.Write($"fault: {kind}");
        }
    }

    /// <summary>Does something later, whatever becomes of the process.</summary>
    public void Later(TimeSpan delay, Action step) => Time.Later(delay, step);
}
