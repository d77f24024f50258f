namespace Orchestrator.Coordination.Etcd;

/// <param name="Pair">The pair after the change; of a deleted one only key and revision of the change.</param>
/// <param name="IsDeleted">Whether the key is gone, by deletion or with its lease.</param>
internal sealed record EtcdChange(EtcdPair Pair, bool IsDeleted);
