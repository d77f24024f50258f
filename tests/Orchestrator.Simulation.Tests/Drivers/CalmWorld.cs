using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>A world in which nothing goes wrong: what wraps a twin in it is held to the twin's own contract, so that
/// the simulation's faults come from nowhere but its seed.</summary>
internal static class CalmWorld
{
    public static World Create() => new(1, new Trace(written: false)) { IsCalm = true };
}
