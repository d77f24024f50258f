using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>Whom to ask for a machine, in order.</summary>
public static class ClaimOrder
{
    /// <summary>
    /// The own node first, whatever its announcement says, because it knows itself better; then the nodes that take
    /// claims and have free clean machines, those with the most first, equals by name.
    /// </summary>
    public static IReadOnlyList<NodeName> Of(PoolName pool, NodeName own, ClusterSnapshot snapshot) =>
    [
        own,
        .. snapshot.Members.Values
            .Where(member => member.Node != own && member.TakesClaims && member.CleanMachines(pool) > 0)
            .OrderByDescending(member => member.CleanMachines(pool))
            .ThenBy(member => member.Node, NodeName.Order)
            .Select(member => member.Node),
    ];
}
