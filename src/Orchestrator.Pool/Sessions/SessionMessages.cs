using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Pool.Machines;

namespace Orchestrator.Pool.Sessions;

/// <summary>What a session's actor receives.</summary>
public abstract record SessionMessage;

/// <summary>The machine is kept for this session: its owner's journal says so.</summary>
public sealed record MachineKept(MachineName Name, IActorRef<MachineMessage> Machine) : SessionMessage
{
    /// <summary>The node whose machine it is; null: this one.</summary>
    public NodeName? Owner { get; init; }
}

/// <summary>The machine that was kept, or was to be kept, for this session is lost.</summary>
public sealed record MachineLost(MachineName Name, string Detail) : SessionMessage;

/// <summary>Domain and overlay of the session's machine were verified to be gone.</summary>
public sealed record MachineGone(MachineName Name) : SessionMessage;

/// <summary>The hypervisor's own evidence: console channels that are open.</summary>
public sealed record ChannelsOpen(MachineName Name, int Open) : SessionMessage;

/// <summary>End now, for a reason from outside.</summary>
public sealed record EndNow(SessionEndReason Reason) : SessionMessage;

internal sealed record KioskHungUp : SessionMessage;

internal sealed record PathReported(ConsoleEvent Event) : SessionMessage;

internal sealed record PathOpened : SessionMessage;

internal sealed record PathFailed(Exception Error) : SessionMessage;

/// <summary>The path is closed for good.</summary>
internal sealed record PathClosed(SessionEndReason Reason, bool Touched) : SessionMessage;

/// <summary>The path to a machine that died is closed.</summary>
internal sealed record LostPathClosed(bool Touched) : SessionMessage;

internal sealed record PathCloseFailed(Exception Error) : SessionMessage;

/// <summary>A machine that came too late has been given back.</summary>
internal sealed record Returned : SessionMessage;

internal sealed record SignalDue : SessionMessage;

internal sealed record IdleDue : SessionMessage;

internal sealed record LimitDue : SessionMessage;

internal sealed record GraceOver : SessionMessage;
