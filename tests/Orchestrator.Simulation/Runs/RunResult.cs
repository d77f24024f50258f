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
    IReadOnlyList<string> Trace);
