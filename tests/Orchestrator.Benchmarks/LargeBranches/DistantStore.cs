using Orchestrator.Coordination.Etcd;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>The store's twin at some distance from its node: a call travels there and its answer back, and changes are
/// gathered for a moment before they are told, as a busy store does.</summary>
internal sealed class DistantStore(IEtcd twin, Delays delays) : IEtcd
{
    /// <summary>One way, with what etcd's own disks and members take.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromMilliseconds(2);

    /// <summary>How long a store that is written hundreds of times a second gathers changes before it tells
    /// them.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);

    public Task<EtcdListing> RangeAsync(EtcdRange range, CancellationToken cancellation) =>
        AskAsync(() => twin.RangeAsync(range, cancellation), cancellation);

    public Task<EtcdOutcome> CommitAsync(EtcdTransaction transaction, CancellationToken cancellation) =>
        AskAsync(() => twin.CommitAsync(transaction, cancellation), cancellation);

    public Task<EtcdLease> GrantAsync(TimeSpan timeToLive, CancellationToken cancellation) =>
        AskAsync(() => twin.GrantAsync(timeToLive, cancellation), cancellation);

    public Task<TimeSpan?> KeepAliveAsync(long lease, CancellationToken cancellation) =>
        AskAsync(() => twin.KeepAliveAsync(lease, cancellation), cancellation);

    public async Task RevokeAsync(long lease, CancellationToken cancellation)
    {
        await TravelAsync(cancellation).ConfigureAwait(false);
        await twin.RevokeAsync(lease, cancellation).ConfigureAwait(false);
        await TravelAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<EtcdWatchEnd> WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer,
        CancellationToken cancellation)
    {
        List<EtcdChange> gathered = [];
        await TravelAsync(cancellation).ConfigureAwait(false);
        return await twin.WatchAsync(range, fromRevision, Gather, cancellation).ConfigureAwait(false);

        void Gather(IReadOnlyList<EtcdChange> changes)
        {
            if (gathered.Count == 0)
            {
                delays.Later(Gathering + delays.Draw(Travel), Tell);
            }

            gathered.AddRange(changes);
        }

        void Tell()
        {
            if (!cancellation.IsCancellationRequested)
            {
                List<EtcdChange> changes = [.. gathered];
                gathered.Clear();
                observer(changes);
            }
        }
    }

    public void Dispose() => twin.Dispose();

    private async Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        await TravelAsync(cancellation).ConfigureAwait(false);
        var answer = await call().ConfigureAwait(false);
        await TravelAsync(cancellation).ConfigureAwait(false);
        return answer;
    }

    private Task TravelAsync(CancellationToken cancellation) => delays.WaitAsync(Travel, cancellation);
}
