namespace Orchestrator.Contracts;

/// <summary>Something that changed in the branch, as one node saw it.</summary>
/// <param name="At">When it saw that, UTC.</param>
/// <param name="Kind"><c>member-joining</c>, <c>member-up</c>, <c>member-leaving</c>, <c>member-exiting</c>,
/// <c>member-down</c> or <c>member-removed</c>; <c>unreachable</c> or <c>reachable</c>; <c>leader-changed</c>;
/// <c>plan-changed</c>; <c>store-lost</c> or <c>store-seen</c>.</param>
/// <param name="Node">The node that it is about; null: no node writes the plan now.</param>
/// <param name="Detail">The rest, for a person.</param>
public sealed record ClusterEvent(DateTimeOffset At, string Kind, string? Node, string Detail);
