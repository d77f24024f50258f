using System.Text;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>Whom to ask for a machine, in order.</summary>
public static class ClaimOrder
{
    /// <summary>
    /// The own node first, whatever its announcement says, because it knows itself better; then the nodes that take
    /// claims and have free clean machines, those with the most first. Equals in the order of the own node's
    /// neighbours, so that not all of a large branch ask the same one.
    /// </summary>
    public static IReadOnlyList<NodeName> Of(PoolName pool, NodeName own, ClusterSnapshot snapshot) =>
    [
        own,
        .. snapshot.Members.TakingClaims
            .Where(node => node != own && snapshot.Members[node].CleanMachines(pool) > 0)
            .OrderByDescending(node => snapshot.Members[node].CleanMachines(pool))
            .ThenBy(node => Distance(own, node))
            .ThenBy(node => node, NodeName.Order),
    ];

    /// <summary>The nodes that the own one keeps links to before it needs them: those nearest in its own order, so that
    /// the links of a large branch grow with its nodes and not with their square.</summary>
    /// <param name="own">The own node.</param>
    /// <param name="nodes">Those that take claims.</param>
    /// <param name="countMax">How many at most.</param>
    public static IEnumerable<NodeName> Nearest(NodeName own, IReadOnlyCollection<NodeName> nodes, int countMax)
    {
        var others = nodes.Where(node => node != own);
        return nodes.Count <= countMax
            ? others
            : others.OrderBy(node => Distance(own, node)).ThenBy(node => node, NodeName.Order).Take(countMax);
    }

    /// <summary>By chance, and for ever the same: each node has an order of its own.</summary>
    private static ulong Distance(NodeName own, NodeName node) =>
        StableHash.Of(Encoding.UTF8.GetBytes($"{own}/{node}"));
}
