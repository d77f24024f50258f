using Microsoft.Extensions.Logging;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>What a node brings into its branch.</summary>
/// <param name="Coordinator">The branch's agreement.</param>
/// <param name="Pools">The node's own pools.</param>
/// <param name="Orders">Orders to them.</param>
/// <param name="Loggers">Makes loggers.</param>
public sealed record BranchNode(
    ICoordinator Coordinator, IPools Pools, IPoolOrders Orders, ILoggerFactory Loggers)
{
    /// <summary>Where the other nodes reach it, <c>host:port</c>.</summary>
    public required string Address { get; init; }

    public required string Version { get; init; }

    public required NodeCapacity Capacity { get; init; }

    /// <summary>The pools of its configuration with the size that each should have over all nodes.</summary>
    public required IReadOnlyList<NodePool> Configured { get; init; }

    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>How often it looks at its own pools.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>An unreachable member keeps its slots in the plan for this long.</summary>
    public required TimeSpan ReplanAfter { get; init; }
}
