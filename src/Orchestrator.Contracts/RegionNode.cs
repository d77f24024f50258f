namespace Orchestrator.Contracts;

/// <summary>A server's part of a region.</summary>
/// <param name="Member">The server.</param>
/// <param name="IsCoordinator">Whether it writes the branch's plan.</param>
/// <param name="Shards">Pools that it holds slots of.</param>
/// <param name="Entities">How many of the kind it has; null: it cannot be reached, and only it knows.</param>
public sealed record RegionNode(ClusterMember Member, bool IsCoordinator, int Shards, int? Entities);
