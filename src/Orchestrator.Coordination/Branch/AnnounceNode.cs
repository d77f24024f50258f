using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Leases;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the node's own key: taking it, changing it, taking it over from an earlier process of this
/// server.</summary>
internal sealed class AnnounceNode(
    IEtcd etcd, NodeLease lease, FencedCommit commit, BranchKeys keys, RecordWriter writer, CoordinationOptions options,
    NodeIdentity own, TimeProvider time) : IDisposable
{
    /// <summary>Two announcements at once would make two leases, of which nobody keeps one.</summary>
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Revision of the announcement that the store is known to have had last.</summary>
    private long _modified;

    public async Task RunAsync(NodeAnnouncement announcement, CancellationToken cancellation)
    {
        var value = writer.Node(announcement, own.Server);
        await _one.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (lease.IsHeld)
            {
                await ChangeAsync(value, cancellation).ConfigureAwait(false);
            }
            else
            {
                await TakeAsync(value, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>Over the last announcement only: a write that nobody waits for any more can still be on its way, and
    /// must not replace a newer one.</summary>
    private async Task ChangeAsync(byte[] value, CancellationToken cancellation)
    {
        var key = keys.Node(own.Node);
        for (var attempt = 0; attempt < options.ConflictsMax; attempt++)
        {
            var outcome = await commit.RunAsync(
                [new KeyModifiedAt(key, _modified)], hold => new PutKey(key, value, hold.Lease), cancellation)
                .ConfigureAwait(false);

            // It is there, or the fence would have thrown.
            _modified = outcome.Succeeded ? outcome.Revision : outcome.Find(key)!.ModRevision;
            if (outcome.Succeeded)
            {
                return;
            }
        }

        throw new CoordinationException(
            CoordinationFault.Conflict, $"{key} was changed {options.ConflictsMax} times meanwhile");
    }

    private async Task TakeAsync(byte[] value, CancellationToken cancellation)
    {
        var clock = new LeaseClock(time, options.LeaseMargin);
        var sent = clock.Now();
        var granted = await etcd.GrantAsync(options.LeaseTimeToLive, cancellation).ConfigureAwait(false);
        clock.Renew(sent, granted.TimeToLive);
        try
        {
            var hold = await CreateAsync(value, granted.Id, cancellation).ConfigureAwait(false);
            _modified = hold.CreateRevision;
            lease.Begin(hold, clock);
        }
        catch (CoordinationException)
        {
            await RevokeUnusedAsync(granted.Id, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<NodeHold> CreateAsync(byte[] value, long granted, CancellationToken cancellation)
    {
        var key = keys.Node(own.Node);
        for (var attempt = 0; attempt < options.ConflictsMax; attempt++)
        {
            var outcome = await etcd.CommitAsync(
                new EtcdTransaction(
                    [EtcdComparison.Absent(key)], [new PutKey(key, value, granted)], [new ReadKey(key)]),
                cancellation).ConfigureAwait(false);
            if (outcome.Succeeded)
            {
                return new NodeHold(granted, outcome.Revision);
            }

            if (outcome.Find(key) is { } there)
            {
                RequireOwnServer(there);

                // Revoked, not overwritten: a key that is only overwritten keeps its creation, and the earlier process,
                // should it still run, would pass the fence.
                await etcd.RevokeAsync(there.Lease, cancellation).ConfigureAwait(false);
            }
        }

        throw new CoordinationException(
            CoordinationFault.Conflict, $"{key} came back {options.ConflictsMax} times: two processes of this server "
            + "take the node's name from each other; end one");
    }

    private void RequireOwnServer(EtcdPair there)
    {
        var server = ServerOf(there);
        if (server != own.Server)
        {
            throw new CoordinationException(
                CoordinationFault.NameTaken,
                $"node {own.Node} is server {server} already, this one is {own.Server}: give it another name");
        }
    }

    private static string ServerOf(EtcdPair pair)
    {
        try
        {
            return RecordReader.Server(pair.Value);
        }
        catch (FormatException)
        {
            return "unknown";
        }
    }

    /// <summary>A courtesy: without it the name would be held until the lease runs out.</summary>
    private async Task RevokeUnusedAsync(long granted, CancellationToken cancellation)
    {
        try
        {
            await etcd.RevokeAsync(granted, cancellation).ConfigureAwait(false);
        }
        catch (CoordinationException)
        {
            // It runs out by itself; the fault that brought us here is the one to report.
        }
    }
}
