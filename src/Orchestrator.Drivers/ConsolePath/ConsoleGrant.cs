using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>A kiosk's right to one console.</summary>
/// <param name="Session">The session that it is for.</param>
/// <param name="Kiosk">The only address that may use it.</param>
/// <param name="ConsolePort">The machine's SPICE port on 127.0.0.1 of the server that it runs on.</param>
public sealed record ConsoleGrant(SessionId Session, KioskAddress Kiosk, int ConsolePort)
{
    /// <summary>The machine, when another node has it; null: it runs on this server.</summary>
    public RemoteConsole? Remote { get; init; }
}
