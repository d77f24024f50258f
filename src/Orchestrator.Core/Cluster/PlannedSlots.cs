using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>How many slots of a pool a node should hold; at least 1.</summary>
public sealed record PlannedSlots(PoolName Pool, NodeName Node, int Slots);
