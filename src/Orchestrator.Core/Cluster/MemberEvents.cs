namespace Orchestrator.Core.Cluster;

/// <summary>What happened to a member.</summary>
public abstract record MemberEvent;

public sealed record MemberJoined(long Incarnation) : MemberEvent;

public sealed record MemberCameUp : MemberEvent;

public sealed record MemberBeganLeaving(TimeSpan? Within = null) : MemberEvent;

public sealed record MemberDrained : MemberEvent;

public sealed record MemberDowned : MemberEvent;

public sealed record MemberRemoved : MemberEvent;
