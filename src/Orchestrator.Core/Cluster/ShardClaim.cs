namespace Orchestrator.Core.Cluster;

/// <summary>A shard's owner.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="Owner">The node.</param>
/// <param name="Epoch">Of this ownership; every effect on a branch-wide entity carries it.</param>
public sealed record ShardClaim(ShardId Shard, NodeName Owner, Epoch Epoch);
