using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Runs;

/// <summary>Runs one seed from its beginning to its end, on the caller's thread alone.</summary>
internal static class SeedRun
{
    public static RunResult Of(ulong seed, bool traced = false, DriverWrappers? wrappers = null)
    {
        // Whoever calls may have a context that continuations would hop to; the simulation has none.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var trace = new Trace(traced);
            var branch = new SimulatedBranch(seed, trace, wrappers ?? new DriverWrappers());
            branch.Run();
            var world = branch.World;
            return new RunResult(
                seed,
                trace.Hash,
                trace.Step,
                world.Now - Trace.Begin,
                world.Checker.Sessions.Served,
                world.Checker.Sessions.Lapsed,
                world.Faults,
                world.Checker.Violation,
                trace.Lines);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
