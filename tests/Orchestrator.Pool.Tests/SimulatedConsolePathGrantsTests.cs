using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Pool.Tests;

public sealed class SimulatedConsolePathGrantsTests : ConsolePathGrantsContract
{
    protected override IConsolePath Create() => new SimulatedConsolePath(TimeProvider.System);
}
