using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Machines;

/// <summary>What a machine's actor receives.</summary>
public abstract record MachineMessage;

/// <summary>Keep the machine for this session and tell it so; a refusal is told as a lost offer.</summary>
public sealed record KeepForSession(SessionClaim Claim, IActorRef<SessionMessage> Session) : MachineMessage;

/// <summary>The path is closed and was never touched.</summary>
public sealed record TakeBack(SessionId Session, UntouchedConsole Proof) : MachineMessage;

/// <summary>The console was touched by the session's kiosk.</summary>
public sealed record ConsoleWasTouched(SessionId Session) : MachineMessage;

/// <summary>Give it to nobody any more.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">The session that had it and says so itself; null: somebody else does.</param>
public sealed record Discard(SoilReason Reason, SessionId? By = null) : MachineMessage;

/// <summary>The hypervisor says that the domain stopped.</summary>
public sealed record DomainStopped(string Detail) : MachineMessage;

/// <summary>The hypervisor says that a console channel opened or closed.</summary>
public sealed record ChannelChanged(string Client, bool Opened) : MachineMessage;

/// <summary>Events may have been missed: see whether the domain still runs.</summary>
public sealed record LookAgain : MachineMessage;

/// <summary>What runs, from an inventory that began at this timestamp.</summary>
public sealed record DomainsSeen(long BegunAt, IReadOnlySet<MachineName> Running) : MachineMessage;

/// <summary>This session's actor is no more: if the machine is kept for it still, no proof will come. The pool says so,
/// which has heard the actor's end, and so after whatever that actor told.</summary>
internal sealed record SessionSilent(IActorRef<SessionMessage> Session) : MachineMessage;

internal sealed record CloneFinished : MachineMessage;

internal sealed record CloneFailed(Exception Error) : MachineMessage;

internal sealed record DomainSeen(bool Running) : MachineMessage;

internal sealed record DomainUnseen(Exception Error) : MachineMessage;

internal sealed record ProbeFinished(bool Ready) : MachineMessage;

internal sealed record ProbeFailed(Exception Error) : MachineMessage;

internal sealed record ProbeDue : MachineMessage;

internal sealed record LookDue : MachineMessage;

internal sealed record RetryDelete : MachineMessage;

internal sealed record DeleteFinished : MachineMessage;

internal sealed record DeleteFailed(Exception Error) : MachineMessage;

internal sealed record OperationOverdue(string Operation, TimeSpan Deadline) : MachineMessage;

internal sealed record ReadinessOverdue : MachineMessage;
