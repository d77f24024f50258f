using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Relay.Tests;

/// <summary>The relay keeps the contract, on real sockets.</summary>
public sealed class SpiceRelayTests : ConsolePathContract
{
    protected override Task<IConsolePathWorld> CreateAsync() => Task.FromResult<IConsolePathWorld>(new RelayWorld());
}
