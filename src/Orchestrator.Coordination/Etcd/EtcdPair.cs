namespace Orchestrator.Coordination.Etcd;

/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty for a deleted key.</param>
/// <param name="CreateRevision">Revision at which the key was created; it is another when a deleted key comes
/// back.</param>
/// <param name="ModRevision">Revision of the last change, a deletion included.</param>
/// <param name="Lease">The lease that it lives under, 0: none.</param>
internal sealed record EtcdPair(string Key, byte[] Value, long CreateRevision, long ModRevision, long Lease);
