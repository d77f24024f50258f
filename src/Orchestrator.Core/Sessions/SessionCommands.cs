using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Sessions;

/// <summary>What a session can be told; every command carries its time, because Core knows no clock.</summary>
public abstract record SessionCommand(DateTimeOffset At);

/// <summary>A kiosk signalled.</summary>
public sealed record QueueSession(KioskAddress Kiosk, DateTimeOffset At) : SessionCommand(At);

/// <summary>A machine is kept for it.</summary>
public sealed record OfferToSession(MachineName Machine, DateTimeOffset At) : SessionCommand(At)
{
    /// <summary>The node whose machine it is; null: this one.</summary>
    public NodeName? Owner { get; init; }
}

/// <summary>The offered machine is lost before anybody connected: wait for another one.</summary>
public sealed record LoseOffer(DateTimeOffset At) : SessionCommand(At);

/// <summary>The console was touched.</summary>
public sealed record ConnectSession(DateTimeOffset At) : SessionCommand(At);

/// <summary>It is over.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="MachineReturned">Whether the offered machine was proved untouched and is clean again.</param>
public sealed record EndSession(SessionEndReason Reason, DateTimeOffset At, bool MachineReturned = false)
    : SessionCommand(At);

/// <summary>Its machine was proved gone.</summary>
public sealed record ProveMachineGone(DateTimeOffset At) : SessionCommand(At);
