using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>The other nodes' free machines changed, or may have.</summary>
public sealed record BranchChanged : PoolMessage;

/// <summary>Another node keeps a machine for this session: its journal says so.</summary>
/// <param name="Session">The session.</param>
/// <param name="Owner">The node.</param>
/// <param name="Name">The machine.</param>
/// <param name="Machine">What is told to it goes to the node.</param>
public sealed record RemoteMachineGiven(
    SessionId Session, NodeName Owner, MachineName Name, IActorRef<MachineMessage> Machine) : PoolMessage;

/// <summary>No other node has a machine for this session now.</summary>
public sealed record NoRemoteMachine(SessionId Session) : PoolMessage;

/// <summary>For a session of this node.</summary>
public sealed record ForSession(SessionId Session, SessionMessage Message) : PoolMessage;

/// <summary>A session of another node wants a machine; asked again with the same claim it is the same one.</summary>
/// <param name="Claim">The session, with its node.</param>
/// <param name="Report">Where everything about it goes; called inside actors, it must not block.</param>
public sealed record ClaimForGuest(SessionClaim Claim, Action<GuestReport> Report) : PoolMessage;

/// <summary>For a session of another node that has a machine here.</summary>
public sealed record ForGuest(NodeName Entry, SessionId Session, SessionMessage Message) : PoolMessage;

/// <summary>A session of another node is over. Answered by <see cref="GuestReturned"/>, by <see cref="GuestGone"/> when
/// its machine is gone, or by <see cref="GuestRefused"/> when it had none; however often it is said.</summary>
/// <param name="Entry">The node.</param>
/// <param name="Session">Its session.</param>
/// <param name="Machine">The machine that it had, or null: its claim was not answered in time, and nobody waits for an
/// answer any more.</param>
/// <param name="Touched">Whether its kiosk may have used the console.</param>
/// <param name="Report">Where the answer goes.</param>
public sealed record EndGuest(
    NodeName Entry, SessionId Session, MachineName? Machine, bool Touched, Action<GuestReport> Report) : PoolMessage;

internal sealed record ClaimsDue : PoolMessage;

/// <summary>A machine was kept long enough for kiosks of other nodes that came earlier.</summary>
internal sealed record HoldOver : PoolMessage;

/// <summary>The guest's way is closed and it will use no machine any more.</summary>
internal sealed record GuestOver(NodeName Entry, SessionId Session) : PoolMessage;
