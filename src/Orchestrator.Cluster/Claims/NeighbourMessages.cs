using Orchestrator.Actors;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster.Claims;

/// <summary>What the actor of the neighbours receives.</summary>
internal abstract record NeighbourMessage;

internal sealed record PoolAttached(PoolName Pool, IActorRef<PoolMessage> Actor) : NeighbourMessage;

internal sealed record BranchSeen : NeighbourMessage;

internal sealed record ClaimWanted(PoolName Pool, SessionClaim Claim) : NeighbourMessage;

internal sealed record ClaimOverdue(SessionId Session, NodeName Node) : NeighbourMessage;

/// <summary>A session of this node says something to a machine of another one.</summary>
internal sealed record MachineTold(NodeName Owner, MachineName Machine, SessionId Session, MachineMessage Message)
    : NeighbourMessage;

/// <summary>A session of this node says nothing any more.</summary>
internal sealed record SessionIsOver(SessionId Session) : NeighbourMessage;

internal sealed record LinkMade(NodeName Node, INodeLink Link) : NeighbourMessage;

internal sealed record LinkNotMade(NodeName Node, Exception Error) : NeighbourMessage;

/// <summary>A message came by a link, or null: it ended.</summary>
internal sealed record LinkSaid(INodeLink Link, NodeMessage? Message) : NeighbourMessage;

internal sealed record Beat : NeighbourMessage;

internal sealed record OwnerOverdue(NodeName Node) : NeighbourMessage;

internal sealed record EntryOverdue(NodeName Node) : NeighbourMessage;

internal sealed record GuestReported(NodeName Entry, GuestReport Report) : NeighbourMessage;
