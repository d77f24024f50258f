using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;

namespace Orchestrator.Cluster.Claims;

/// <summary>A claim on its way from node to node.</summary>
internal sealed class PendingClaim(PoolName pool, SessionClaim claim, IEnumerable<NodeName> nodes)
{
    private readonly Queue<NodeName> _next = new(nodes);

    public PoolName Pool { get; } = pool;

    public SessionClaim Claim { get; } = claim;

    /// <summary>The node that is being asked.</summary>
    public NodeName? Asked { get; private set; }

    /// <returns>False: all were asked.</returns>
    public bool MoveOn()
    {
        Asked = _next.TryDequeue(out var node) ? node : null;
        return Asked is not null;
    }
}
