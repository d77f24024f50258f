namespace Orchestrator.Coordination.Etcd;

/// <param name="Conditions">All must hold.</param>
/// <param name="Then">Done when they hold; each key at most once.</param>
/// <param name="Otherwise">Done when one does not hold.</param>
internal sealed record EtcdTransaction(
    IReadOnlyList<EtcdComparison> Conditions, IReadOnlyList<EtcdOperation> Then,
    IReadOnlyList<EtcdOperation> Otherwise);
