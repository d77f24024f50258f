using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Checking;

namespace Orchestrator.Simulation.Runs;

/// <summary>What came of one seed.</summary>
internal sealed record RunResult(
    ulong Seed,
    ulong Hash,
    long Steps,
    TimeSpan Virtual,
    long Sessions,
    long Lapsed,
    FaultCounts Faults,
    Violation? Violation,
    IReadOnlyList<string> Trace)
{
    /// <summary>Nodes that shared the pool; 0: a server that stands alone.</summary>
    public int Nodes { get; init; }

    /// <summary>Machines that were kept for sessions of other nodes.</summary>
    public long Remote { get; init; }

    /// <summary>Plans that were written.</summary>
    public long Plans { get; init; }
}
