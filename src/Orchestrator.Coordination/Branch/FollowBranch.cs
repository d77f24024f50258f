using Orchestrator.Coordination.Etcd;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the snapshot: reads all keys, follows their changes, and reads them anew whenever the watch
/// ends and every few minutes besides.</summary>
internal sealed class FollowBranch(
    IEtcd etcd, CoordinationOptions options, TimeProvider time, BranchKeys keys, SnapshotReader reader,
    Observers observers, Action<BranchTable> seen)
{
    private readonly EtcdRange _range = EtcdRange.Under(keys.Prefix);
    private ClusterSnapshot _snapshot = ClusterSnapshot.None;
    private BranchTable _table = new(new EtcdListing(0, []));
    private bool _isLost;

    public ClusterSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public async Task RunAsync(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var listing = await etcd.RangeAsync(_range, ending).ConfigureAwait(false);
                TakeListing(listing);
                await FollowAsync(listing.Revision + 1, ending).ConfigureAwait(false);
            }
            catch (CoordinationException error)
            {
                await PauseAsync(error.Message, ending).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Ends when the watch does, or when it is time to read anew.</summary>
    private async Task FollowAsync(long fromRevision, CancellationToken ending)
    {
        using var relist = new CancellationTokenSource(options.RelistInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(relist.Token, ending);
        try
        {
            await etcd.WatchAsync(_range, fromRevision, TakeChanges, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (relist.IsCancellationRequested && !ending.IsCancellationRequested)
        {
        }
    }

    private void TakeListing(EtcdListing listing)
    {
        if (_isLost)
        {
            _isLost = false;
            observers.Tell(new StoreReturned());
        }

        // Reading anew mostly shows what is known; nobody needs to hear that again.
        if (listing.Revision > _table.Revision && (_table.Revision == 0 || !_table.HoldsTheSameAs(listing)))
        {
            _table = new BranchTable(listing);
            Take(reader.Read(listing));
        }
    }

    private void TakeChanges(IReadOnlyList<EtcdChange> changes)
    {
        if (_table.Apply(changes) is { Count: > 0 } news)
        {
            Take(reader.Apply(_snapshot, news, _table.Revision));
        }
    }

    private void Take(ClusterSnapshot snapshot)
    {
        Volatile.Write(ref _snapshot, snapshot);
        seen(_table);
        observers.Tell(new SnapshotChanged(snapshot));
    }

    private async Task PauseAsync(string detail, CancellationToken ending)
    {
        if (!_isLost)
        {
            _isLost = true;
            observers.Tell(new StoreLost(detail));
        }

        try
        {
            await Task.Delay(options.RetryPause, time, ending).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
    }
}
