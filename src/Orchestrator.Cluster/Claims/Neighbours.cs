using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Cluster.Lines;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster.Claims;

/// <summary>The other nodes of the branch: starts the actor that asks them for machines and serves their claims, and
/// the one that keeps this node's part of the branch's line.</summary>
public sealed class Neighbours : INeighbours
{
    private readonly ICoordinator _coordinator;
    private readonly IActorRef<NeighbourMessage> _actor;
    private readonly IActorRef<LineMessage> _line;

    /// <param name="system">The actor system that it lives in.</param>
    /// <param name="coordinator">Who is in the branch, and what it has free.</param>
    /// <param name="network">The links to them.</param>
    /// <param name="consoles">The ways to this node's machines.</param>
    /// <param name="options">Times.</param>
    /// <param name="loggers">Makes loggers.</param>
    public Neighbours(
        ActorSystem system, ICoordinator coordinator, INodeNetwork network, IGuestConsoles consoles,
        ClaimOptions options, ILoggerFactory loggers)
    {
        (_coordinator, Consoles) = (coordinator, consoles);
        _actor = system.Spawn(
            "neighbours", () => new NeighboursActor(coordinator, network, options, loggers), ActorOptions);
        _line = system.Spawn("line", () => new LineActor(coordinator, loggers), ActorOptions);
    }

    public IGuestConsoles Consoles { get; }

    /// <summary>What they know of their sessions is in no journal, so a process without them has to start
    /// again.</summary>
    private static SpawnOptions ActorOptions { get; } = new()
    {
        MailboxCapacity = 16_384,
        Supervision = new SupervisorStrategy(_ => Directive.Escalate),
    };

    public void Attach(PoolName pool, IActorRef<PoolMessage> actor) => _actor.Tell(new PoolAttached(pool, actor));

    public int FreeOf(PoolName pool) =>
        _coordinator.Snapshot.Members.CleanMachinesOfOthers(pool, _coordinator.Node);

    public void Line(PoolName pool, IReadOnlyList<SessionId> waiting) => _line.Tell(new LineIs(pool, waiting));

    public IReadOnlyList<BranchWaiter> OthersBefore(PoolName pool, NodeName? entry, SessionId session) =>
        _coordinator.HoldsLease
            ? _coordinator.Snapshot.LineOf(pool).OthersBefore(entry ?? _coordinator.Node, session)
            : [];

    public void Claim(PoolName pool, SessionClaim claim) => _actor.Tell(new ClaimWanted(pool, claim));

    public void Discard(NodeName owner, SessionId session, MachineName machine) =>
        _actor.Tell(new MachineTold(owner, machine, session, new Discard(SoilReason.SessionEnded)));

    public void Finish(SessionId session) => _actor.Tell(new SessionIsOver(session));
}
