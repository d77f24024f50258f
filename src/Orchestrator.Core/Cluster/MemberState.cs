namespace Orchestrator.Core.Cluster;

/// <summary>A member of the branch, as the branch remembers it while the member itself may be away.</summary>
/// <param name="Node">The node.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Incarnation">Which joining of this node it is, counted from 1; a node that was removed comes back under
/// a higher one. A restart of its daemon is no new incarnation.</param>
public sealed record MemberState(NodeName Node, MemberStatus Status, long Incarnation)
{
    /// <summary>How long its sessions may still run while it leaves, counted by itself from the moment at which it saw
    /// this, because no two nodes' clocks agree; null: to their end.</summary>
    public TimeSpan? LeaveWithin { get; init; }

    /// <summary>The state of a node that nobody has heard of.</summary>
    public static MemberState Unknown(NodeName node) => new(node, MemberStatus.Removed, 0);
}
