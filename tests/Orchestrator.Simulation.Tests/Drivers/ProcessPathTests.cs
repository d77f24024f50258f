using Orchestrator.Simulation.Drivers;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Time;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>Without faults it is a console path like any other.</summary>
public sealed class ProcessPathTests : ConsolePathContract
{
    protected override Task<IConsolePathWorld> CreateAsync()
    {
        var time = new ManualTimeProvider();
        var path = new ProcessPath(CalmWorld.Create(), time);
        return Task.FromResult<IConsolePathWorld>(new SimulatedConsolePathWorld(time, path.Twin, path));
    }
}
