using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Machines;

/// <summary>What a machine can be told.</summary>
public abstract record MachineCommand;

/// <summary>Make overlay and domain.</summary>
public sealed record BeginClone : MachineCommand;

/// <summary>The domain runs.</summary>
public sealed record ReportStarted : MachineCommand;

/// <summary>The readiness probe passed.</summary>
public sealed record ReportReady : MachineCommand;

/// <summary>Keep the machine for one session.</summary>
public sealed record OfferMachine(SessionClaim Claim) : MachineCommand;

/// <summary>Nobody connected: the path is closed and <paramref name="Proof"/> says that it was never touched.</summary>
public sealed record WithdrawOffer(SessionId Session, UntouchedConsole Proof) : MachineCommand;

/// <summary>The console was touched.</summary>
public sealed record ReportConnected(SessionId Session) : MachineCommand;

/// <summary>Give it to nobody any more, and delete it.</summary>
public sealed record SoilMachine(SoilReason Reason) : MachineCommand;

/// <summary>Domain and overlay were verified to be gone.</summary>
public sealed record ReportGone : MachineCommand;
