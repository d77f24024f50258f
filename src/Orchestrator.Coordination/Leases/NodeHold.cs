namespace Orchestrator.Coordination.Leases;

/// <summary>A node's hold on its own key: what every write of it names.</summary>
/// <param name="Lease">The lease that the key lives under.</param>
/// <param name="CreateRevision">The key's creation; another one is somebody else's key.</param>
internal sealed record NodeHold(long Lease, long CreateRevision);
