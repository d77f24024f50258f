namespace Orchestrator.Core.Cluster;

/// <summary>What a member can be told.</summary>
public abstract record MemberCommand;

/// <summary>Become a member; whoever was one before has wiped its machines first.</summary>
/// <param name="Incarnation">Higher than every earlier one of this node.</param>
public sealed record JoinBranch(long Incarnation) : MemberCommand;

/// <summary>The coordinator has seen the joining node and lets it hold slots.</summary>
public sealed record ConfirmUp : MemberCommand;

/// <summary>Take no new sessions and go when the running ones have ended. Said again, the last word holds.</summary>
/// <param name="Within">Sessions that still run so long after the node has heard of it are ended; null: they run to
/// their end.</param>
public sealed record LeaveBranch(TimeSpan? Within = null) : MemberCommand;

/// <summary>The leaving node has neither machines nor sessions any more.</summary>
public sealed record ReportDrained : MemberCommand;

/// <summary>An operator says that it will not come back.</summary>
public sealed record DownMember : MemberCommand;

/// <summary>The plan gives it nothing any more: forget it.</summary>
public sealed record RemoveMember : MemberCommand;
