using Orchestrator.Core.Operators;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>The branch at one revision of its store: everything in it was true at the same moment.</summary>
/// <param name="Revision">Revision of the store; 0 before anything was read.</param>
public sealed record ClusterSnapshot(long Revision)
{
    public static ClusterSnapshot None { get; } = new(0);

    /// <summary>Every member that is not removed, and removed ones that the store still remembers.</summary>
    public BranchMembers Members { get; init; } = BranchMembers.Nobody;

    public IReadOnlyDictionary<PoolName, BranchPool> Pools { get; init; } =
        new Dictionary<PoolName, BranchPool>();

    public SlotPlan Plan { get; init; } = SlotPlan.Empty;

    /// <summary>Revision of the plan, 0 while there is none; who writes the next one names the one it has
    /// seen.</summary>
    public long PlanRevision { get; init; }

    /// <summary>Who writes the plan now, or null.</summary>
    public CoordinatorTerm? Coordinator { get; init; }

    /// <summary>The shards that have an owner.</summary>
    public IReadOnlyDictionary<ShardId, ShardClaim> Shards { get; init; } = new Dictionary<ShardId, ShardClaim>();

    /// <summary>Who waits, by pool; a pool for which nobody waits is not there.</summary>
    public IReadOnlyDictionary<PoolName, BranchLine> Lines { get; init; } = new Dictionary<PoolName, BranchLine>();

    /// <summary>Operators elsewhere who are not believed any more.</summary>
    public IReadOnlyList<RevokedOperator> RevokedOperators { get; init; } = [];

    /// <summary>Whether this is later than the other. Whoever holds a snapshot takes a successor only: two sources, a
    /// list and a watch, may overtake each other.</summary>
    public bool IsSuccessorTo(ClusterSnapshot other) => Revision > other.Revision;

    public BranchLine LineOf(PoolName pool) => Lines.GetValueOrDefault(pool) ?? BranchLine.Empty;

    public BranchMember? Find(NodeName node) => Members.Find(node);
}
