using Orchestrator.Simulation.Chance;

namespace Orchestrator.Simulation.Runs;

/// <summary>The sum of many runs.</summary>
internal sealed class Totals
{
    public FaultCounts Faults { get; } = new();

    public long Runs { get; private set; }

    public long Steps { get; private set; }

    public TimeSpan Virtual { get; private set; }

    public long Sessions { get; private set; }

    public long Lapsed { get; private set; }

    /// <summary>Over all runs.</summary>
    public long Nodes { get; private set; }

    public long Remote { get; private set; }

    public long Plans { get; private set; }

    public List<RunResult> Violations { get; } = [];

    /// <summary>All traces in one.</summary>
    public ulong Hash { get; private set; }

    public void Add(RunResult run)
    {
        Runs++;
        Steps += run.Steps;
        Virtual += run.Virtual;
        Sessions += run.Sessions;
        Lapsed += run.Lapsed;
        Nodes += run.Nodes;
        Remote += run.Remote;
        Plans += run.Plans;
        Faults.Add(run.Faults);
        Hash = (Hash * 31) ^ run.Hash;
        if (run.Violation is not null)
        {
            Violations.Add(run);
        }
    }
}
