using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Pool.Pools;

/// <summary>The other nodes of the branch, as a pool sees them: they give machines to its sessions, and their sessions
/// use its machines.</summary>
public interface INeighbours
{
    /// <summary>The ways by which sessions of other nodes reach this node's machines.</summary>
    IGuestConsoles Consoles { get; }

    /// <summary>The pool takes part: it hears of other nodes' claims and machines. Repeating it is harmless.</summary>
    void Attach(PoolName pool, IActorRef<PoolMessage> actor);

    /// <summary>Free clean machines that other nodes announce and would give away. A hint: the owner decides.</summary>
    int FreeOf(PoolName pool);

    /// <summary>Who of this node waits for a machine, the oldest first; they stand in the branch's line from then on,
    /// and nobody else of this pool and node does.</summary>
    void Line(PoolName pool, IReadOnlyList<SessionId> waiting);

    /// <summary>Who stands in the branch's line before this session, those of its own node left out; all of them while
    /// it does not stand there. Nobody while this node may not speak for the branch: then it serves its own.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="entry">The node that the session's kiosk reached; null: this one.</param>
    /// <param name="session">The session.</param>
    IReadOnlyList<BranchWaiter> OthersBefore(PoolName pool, NodeName? entry, SessionId session);

    /// <summary>Asks the other nodes for a machine, those with the most free ones first. Answered once, by
    /// <see cref="RemoteMachineGiven"/> or <see cref="NoRemoteMachine"/>.</summary>
    void Claim(PoolName pool, SessionClaim claim);

    /// <summary>The session will not use this machine of another node any more and may have touched it; told until the
    /// node has said that it is gone, which the session then hears.</summary>
    void Discard(NodeName owner, SessionId session, MachineName machine);

    /// <summary>The session is over and speaks no more. Machines of other nodes that it never said what becomes of are
    /// discarded.</summary>
    void Finish(SessionId session);
}
