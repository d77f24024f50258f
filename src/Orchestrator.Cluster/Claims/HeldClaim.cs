using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Cluster.Claims;

/// <summary>A machine of another node that a session of this one has, or had and owes the node's word of.</summary>
internal sealed class HeldClaim(NodeName owner, SessionId session, MachineName machine)
{
    public NodeName Owner { get; } = owner;

    public SessionId Session { get; } = session;

    public MachineName Machine { get; } = machine;

    public bool IsTouched { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>Whether its session was told that the node is given up.</summary>
    public bool IsGivenUp { get; set; }

    public HeldMachine Shown => new(Session, Machine, IsEnded, IsTouched);

    public EndClaim End => new(Machine.Slot.Pool, Session, Machine, IsTouched);
}
