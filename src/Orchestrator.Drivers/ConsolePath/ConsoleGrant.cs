using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>A kiosk's right to one console.</summary>
/// <param name="Session">The session that it is for.</param>
/// <param name="Kiosk">The only address that may use it.</param>
/// <param name="ConsolePort">The machine's SPICE port on 127.0.0.1.</param>
public sealed record ConsoleGrant(SessionId Session, KioskAddress Kiosk, int ConsolePort);

/// <summary>How a way was when it was closed.</summary>
/// <param name="Touched">Whether any connection was ever admitted.</param>
/// <param name="ConnectionsCut">Connections that were open and are cut now.</param>
public readonly record struct ConsoleClosing(bool Touched, int ConnectionsCut);

/// <summary>The use of an open way.</summary>
/// <param name="OpenConnections">Connections open now.</param>
/// <param name="LastInput">When the user last pressed a key, moved or clicked; null: not yet.</param>
/// <param name="BytesToMachine">Bytes that passed from the kiosk.</param>
/// <param name="BytesToKiosk">Bytes that passed to the kiosk.</param>
public sealed record ConsoleActivity(
    int OpenConnections, DateTimeOffset? LastInput, long BytesToMachine, long BytesToKiosk);

/// <summary>What a console path reports by itself.</summary>
public abstract record ConsoleEvent(SessionId Session);

/// <summary>The first connection was admitted: from here on the machine is not untouched.</summary>
public sealed record ConsoleTouched(SessionId Session) : ConsoleEvent(Session);

/// <summary>The number of open connections changed.</summary>
public sealed record ConsoleConnectionsChanged(SessionId Session, int Open) : ConsoleEvent(Session);
