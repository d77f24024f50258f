namespace Orchestrator.Contracts;

/// <summary>The branch as one node sees it.</summary>
/// <param name="Node">The node that answers.</param>
/// <param name="Coordinator">The node that writes the plan, or null: none does now.</param>
/// <param name="SeesStore">Whether the node is known to the branch now; without it what is shown may be old.</param>
/// <param name="Members">The members, by name.</param>
public sealed record ClusterStatus(
    string Node, string? Coordinator, bool SeesStore, IReadOnlyList<ClusterMember> Members);
