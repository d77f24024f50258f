using Orchestrator.Core.Cluster;

namespace Orchestrator.Drivers.Coordination;

/// <summary>What the coordination reports by itself.</summary>
public abstract record CoordinationEvent;

/// <summary>The branch changed; always a successor of the snapshot reported before.</summary>
public sealed record SnapshotChanged(ClusterSnapshot Snapshot) : CoordinationEvent;

/// <summary>
/// The node's lease is over, or may be: from now on others may take what it owned. Counted on this node's monotonic
/// clock from the sending of the last keepalive that was answered, with a margin, so that it comes before the store's
/// own.
/// </summary>
/// <param name="Detail">How, for the operator.</param>
public sealed record LeaseLost(string Detail) : CoordinationEvent;

/// <summary>Snapshots no longer follow the branch; the last one stays.</summary>
public sealed record StoreLost(string Detail) : CoordinationEvent;

/// <summary>Snapshots follow the branch again.</summary>
public sealed record StoreReturned : CoordinationEvent;
