using Orchestrator.Core.Machines;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Simulation.Checking;

/// <summary>A console path that is open now, and the machine that it was opened to.</summary>
internal sealed class OpenPath(ConsoleGrant grant, MachineName machine)
{
    public ConsoleGrant Grant { get; } = grant;

    public MachineName Machine { get; } = machine;

    /// <summary>When it must be closed at the latest, its machine being soiled; null: no such time yet.</summary>
    public DateTimeOffset? CloseBy { get; set; }
}
