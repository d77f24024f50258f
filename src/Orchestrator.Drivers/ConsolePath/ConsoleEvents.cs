using Orchestrator.Core.Sessions;

namespace Orchestrator.Drivers.ConsolePath;

/// <summary>What a console path reports by itself.</summary>
public abstract record ConsoleEvent(SessionId Session);

/// <summary>The first connection was admitted: from here on the machine is not untouched.</summary>
public sealed record ConsoleTouched(SessionId Session) : ConsoleEvent(Session);

/// <summary>The number of open connections changed.</summary>
public sealed record ConsoleConnectionsChanged(SessionId Session, int Open) : ConsoleEvent(Session);
