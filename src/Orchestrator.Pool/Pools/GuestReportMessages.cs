using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>What the node of a session hears of the machine that it has here.</summary>
public abstract record GuestReport(SessionId Session);

/// <summary>The machine is kept for it: the journal says so.</summary>
public sealed record GuestKept(SessionId Session, MachineName Machine) : GuestReport(Session);

/// <summary>It gets none.</summary>
public sealed record GuestRefused(SessionId Session) : GuestReport(Session);

/// <summary>It has this machine no longer.</summary>
public sealed record GuestLost(SessionId Session, MachineName Machine) : GuestReport(Session);

/// <summary>The machine was given back untouched: no proof of its end will come.</summary>
public sealed record GuestReturned(SessionId Session, MachineName Machine) : GuestReport(Session);

/// <summary>Domain and overlay of the machine were verified to be gone.</summary>
public sealed record GuestGone(SessionId Session, MachineName Machine) : GuestReport(Session);

/// <summary>Console channels that the hypervisor sees open.</summary>
public sealed record GuestChannels(SessionId Session, MachineName Machine, int Open) : GuestReport(Session);
