using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Sessions;

/// <summary>What a session is: <c>Queued → Offered → Connected → Ended</c>; an offer whose machine died goes back to
/// <c>Queued</c>.</summary>
public abstract record SessionState(SessionId Id)
{
    /// <summary>The state in the glossary's word, lower case.</summary>
    public abstract string Word { get; }
}

/// <summary>A session of which nothing is journaled yet.</summary>
public sealed record NewSession(SessionId Id) : SessionState(Id)
{
    public override string Word => "new";
}

/// <summary>A session that a kiosk asked for.</summary>
/// <param name="Id">The session.</param>
/// <param name="Kiosk">The kiosk.</param>
/// <param name="SignalledAt">When it signalled.</param>
/// <param name="Offers">Machines that were offered to it so far.</param>
public abstract record KioskSession(SessionId Id, KioskAddress Kiosk, DateTimeOffset SignalledAt, int Offers)
    : SessionState(Id)
{
    /// <summary>The node whose machine it has or had last; null: this one.</summary>
    public NodeName? Owner { get; init; }
}

/// <summary>It waits for a clean machine.</summary>
public sealed record QueuedSession(SessionId Id, KioskAddress Kiosk, DateTimeOffset SignalledAt, int Offers = 0)
    : KioskSession(Id, Kiosk, SignalledAt, Offers)
{
    public override string Word => "queued";
}

/// <summary>A machine is kept for it, and its console path is open.</summary>
public sealed record OfferedSession(
    SessionId Id, KioskAddress Kiosk, DateTimeOffset SignalledAt, int Offers, MachineName Machine)
    : KioskSession(Id, Kiosk, SignalledAt, Offers)
{
    public override string Word => "offered";
}

/// <summary>Its console is connected.</summary>
public sealed record ConnectedSession(
    SessionId Id, KioskAddress Kiosk, DateTimeOffset SignalledAt, int Offers, MachineName Machine,
        DateTimeOffset ConnectedAt)
    : KioskSession(Id, Kiosk, SignalledAt, Offers)
{
    public override string Word => "connected";
}

/// <summary>It is over; its machine, if it touched one, is on its way out or proved gone.</summary>
/// <param name="Id">The session.</param>
/// <param name="Kiosk">The kiosk.</param>
/// <param name="SignalledAt">When it signalled.</param>
/// <param name="Offers">Machines that were offered to it.</param>
/// <param name="Machine">The machine that it had last, or null.</param>
/// <param name="ConnectedAt">When its console was connected, or null.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Reason">Why.</param>
/// <param name="MachineGoneAt">When the machine was proved gone, or null.</param>
public sealed record EndedSession(
    SessionId Id,
    KioskAddress Kiosk,
    DateTimeOffset SignalledAt,
    int Offers,
    MachineName? Machine,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset EndedAt,
    SessionEndReason Reason,
    DateTimeOffset? MachineGoneAt = null) : KioskSession(Id, Kiosk, SignalledAt, Offers)
{
    public override string Word => "ended";
}
