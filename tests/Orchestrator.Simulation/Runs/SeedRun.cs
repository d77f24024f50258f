using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Nodes;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Runs;

/// <summary>Runs one seed from its beginning to its end, on the caller's thread alone.</summary>
internal static class SeedRun
{
    /// <param name="seed">The seed.</param>
    /// <param name="traced">Whether its lines are kept.</param>
    /// <param name="wrappers">What is broken on purpose; null: nothing.</param>
    /// <param name="nodes">Null: a branch of one server, as the product is without a cluster; else the number of nodes
    /// that share its pool, 0: the seed says.</param>
    public static RunResult Of(
        ulong seed, bool traced = false, DriverWrappers? wrappers = null, int? nodes = null)
    {
        // Whoever calls may have a context that continuations would hop to; the simulation has none.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var trace = new Trace(traced);
            if (nodes is { } count)
            {
                return OfNodes(new NodesBranch(seed, count, trace, wrappers ?? new DriverWrappers()), seed);
            }

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

    private static RunResult OfNodes(NodesBranch branch, ulong seed)
    {
        branch.Run();
        var world = branch.World;
        return new RunResult(
            seed,
            world.Trace.Hash,
            world.Trace.Step,
            world.Now - Trace.Begin,
            world.Servers.Sum(server => server.World.Checker.Sessions.Served),
            world.Servers.Sum(server => server.World.Checker.Sessions.Lapsed),
            world.Faults,
            world.Verdict.First,
            world.Trace.Lines)
        {
            Nodes = world.Servers.Count,
            Remote = world.Claims.Remote,
            Plans = world.StoreRules.Plans,
        };
    }
}
