using System.Text;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// Which node should own a shard: the one with the highest hash of shard and name. Each node reckons it alone and comes
/// to the same; when a node comes or goes, only the shards that it gains or loses move.
/// </summary>
public static class ShardPlacement
{
    /// <returns>The node, or null when there is none to choose from.</returns>
    public static NodeName? OwnerOf(ShardId shard, IEnumerable<NodeName> nodes) => nodes
        .OrderByDescending(node => StableHash.Of(Encoding.UTF8.GetBytes($"{shard}/{node}")))
        .ThenBy(node => node, NodeName.Order)
        .Select(node => (NodeName?)node)
        .FirstOrDefault();

    /// <summary>The nodes that may own shards: up, reachable and not draining.</summary>
    public static IEnumerable<NodeName> Candidates(ClusterSnapshot snapshot) => snapshot.Members.TakingClaims;
}
