namespace Orchestrator.Core.Cluster;

/// <summary>What a node knows when it decides what to do for its part in the branch.</summary>
/// <param name="Own">The node.</param>
/// <param name="Snapshot">The branch as it sees it.</param>
/// <param name="Wanted">What it should say of itself.</param>
public sealed record NodeView(NodeName Own, ClusterSnapshot Snapshot, NodeAnnouncement Wanted)
{
    public bool HoldsLease { get; init; }

    /// <summary>What it said last, or null.</summary>
    public NodeAnnouncement? Announced { get; init; }

    /// <summary>Whether it has neither a machine nor a session that lives.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>How long it has known the deadline of its leaving, or null: it has none.</summary>
    public TimeSpan? LeavingFor { get; init; }

    /// <summary>Whether this process has seen itself leave: it joins again only when it is started again.</summary>
    public bool HasLeft { get; init; }

    /// <summary>Pools of its configuration whose golden image it knows.</summary>
    public IReadOnlyList<PoolDefinition> Pools { get; init; } = [];

    /// <summary>How long each unreachable member has been so.</summary>
    public IReadOnlyDictionary<NodeName, TimeSpan> UnreachableFor { get; init; } =
        new Dictionary<NodeName, TimeSpan>();

    /// <summary>An unreachable member keeps its slots in the plan for this long.</summary>
    public required TimeSpan ReplanAfter { get; init; }
}
