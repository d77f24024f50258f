using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Sessions;

/// <summary>What happened to a session; journaled.</summary>
public abstract record SessionEvent(DateTimeOffset At);

public sealed record SessionQueued(KioskAddress Kiosk, DateTimeOffset At) : SessionEvent(At);

public sealed record SessionOffered(MachineName Machine, DateTimeOffset At) : SessionEvent(At)
{
    /// <summary>The node whose machine it is; null: this one.</summary>
    public NodeName? Owner { get; init; }
}

public sealed record OfferLost(DateTimeOffset At) : SessionEvent(At);

public sealed record SessionConnected(DateTimeOffset At) : SessionEvent(At);

/// <param name="Reason">Why it ended.</param>
/// <param name="At">When.</param>
/// <param name="MachineReturned">Whether its machine is clean again, so that no proof of its end will come.</param>
public sealed record SessionEnded(SessionEndReason Reason, DateTimeOffset At, bool MachineReturned = false)
    : SessionEvent(At);

public sealed record MachineProvedGone(DateTimeOffset At) : SessionEvent(At);
