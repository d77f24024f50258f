using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Relay.Tests;

/// <summary>The twin keeps the contract that the relay keeps, so that tests on it cannot lie.</summary>
public sealed class SimulatedConsolePathTests : ConsolePathContract
{
    protected override Task<IConsolePathWorld> CreateAsync() =>
        Task.FromResult<IConsolePathWorld>(new SimulatedConsolePathWorld());
}
