namespace Orchestrator.Core.Cluster;

/// <summary>What the coordinator should write next.</summary>
public abstract record ClusterStep;

/// <summary>Change a member's state; the write names the revision that was seen, so a second writer changes
/// nothing.</summary>
public sealed record ChangeMember(NodeName Node, MemberCommand Command, long SeenRevision) : ClusterStep;

/// <summary>Replace the plan that was seen.</summary>
public sealed record ReplacePlan(SlotPlan Plan, long SeenRevision) : ClusterStep;
