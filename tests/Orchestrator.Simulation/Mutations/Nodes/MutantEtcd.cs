using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>A store that does not look at some conditions of what is written.</summary>
/// <param name="real">The store.</param>
/// <param name="looks">Whether a condition of a write is looked at.</param>
internal sealed class MutantEtcd(IEtcd real, Func<EtcdComparison, EtcdTransaction, bool> looks) : IEtcd
{
    public Task<EtcdListing> RangeAsync(EtcdRange range, CancellationToken cancellation) =>
        real.RangeAsync(range, cancellation);

    public Task<EtcdOutcome> CommitAsync(EtcdTransaction transaction, CancellationToken cancellation) =>
        real.CommitAsync(
            transaction with { Conditions = [.. transaction.Conditions.Where(one => looks(one, transaction))] },
            cancellation);

    public Task<EtcdLease> GrantAsync(TimeSpan timeToLive, CancellationToken cancellation) =>
        real.GrantAsync(timeToLive, cancellation);

    public Task<TimeSpan?> KeepAliveAsync(long lease, CancellationToken cancellation) =>
        real.KeepAliveAsync(lease, cancellation);

    public Task RevokeAsync(long lease, CancellationToken cancellation) => real.RevokeAsync(lease, cancellation);

    public Task<EtcdWatchEnd> WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer,
        CancellationToken cancellation) => real.WatchAsync(range, fromRevision, observer, cancellation);

    public void Dispose() => real.Dispose();
}
