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

    /// <summary>Asks the other nodes for a machine, those with the most free ones first. Answered once, by
    /// <see cref="RemoteMachineGiven"/> or <see cref="NoRemoteMachine"/>.</summary>
    void Claim(PoolName pool, SessionClaim claim);

    /// <summary>The session will not use this machine of another node any more and may have touched it; told until the
    /// node has said that it is gone, which the session then hears.</summary>
    void Discard(NodeName owner, SessionId session, MachineName machine);
}
