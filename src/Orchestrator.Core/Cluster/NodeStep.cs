namespace Orchestrator.Core.Cluster;

/// <summary>What a node should do next for its part in the branch.</summary>
public abstract record NodeStep;

/// <summary>Say what it is now.</summary>
public sealed record Announce(NodeAnnouncement Announcement) : NodeStep;

/// <summary>End every session and delete every machine: others may serve what it believes to own.</summary>
public sealed record WipeMachines : NodeStep;

/// <summary>Tell its own member record something; the write names the revision that was seen.</summary>
public sealed record ChangeOwnMember(MemberCommand Command, long SeenRevision) : NodeStep;

/// <summary>Define a pool that the branch does not know yet.</summary>
public sealed record DefineNewPool(PoolDefinition Pool) : NodeStep;

/// <summary>Nobody coordinates the branch: offer to.</summary>
public sealed record Campaign : NodeStep;

/// <summary>As coordinator, write this.</summary>
/// <param name="Term">The term in which the decision was made; a later one has not seen it.</param>
/// <param name="Step">The write.</param>
public sealed record Coordinate(CoordinatorTerm Term, ClusterStep Step) : NodeStep;

/// <summary>It has left: give the lease back.</summary>
public sealed record Withdraw : NodeStep;
