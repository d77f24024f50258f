using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Etcd;

/// <summary>
/// What is used of etcd, as one node reaches it. Reads are linearizable. Faults are
/// <see cref="CoordinationException"/>s; after <see cref="CoordinationFault.Overdue"/> and
/// <see cref="CoordinationFault.NoQuorum"/> a write may still become true, after every other fault nothing is written.
/// </summary>
/// <remarks>The seam of the simulation: its etcd stands in here, so all code above runs there as it is.</remarks>
internal interface IEtcd : IDisposable
{
    /// <summary>The pairs of a range in the order of their keys.</summary>
    Task<EtcdListing> RangeAsync(EtcdRange range, CancellationToken cancellation);

    /// <summary>All or nothing. Every write goes this way: a write without a comparison is a race.</summary>
    Task<EtcdOutcome> CommitAsync(EtcdTransaction transaction, CancellationToken cancellation);

    /// <summary>Makes a lease; the store may give a longer one than was asked for.</summary>
    Task<EtcdLease> GrantAsync(TimeSpan timeToLive, CancellationToken cancellation);

    /// <returns>How long the lease lives from now, or null when there is no such lease any more.</returns>
    Task<TimeSpan?> KeepAliveAsync(long lease, CancellationToken cancellation);

    /// <summary>Ends a lease and deletes its keys; one that is gone already is no fault.</summary>
    Task RevokeAsync(long lease, CancellationToken cancellation);

    /// <summary>Reports every change of a range from a revision on, until it ends or is cancelled.</summary>
    /// <param name="range">The keys.</param>
    /// <param name="fromRevision">The first revision of interest.</param>
    /// <param name="observer">Gets the changes of one or more whole revisions; must not block.</param>
    /// <param name="cancellation">Ends the watch with <see cref="OperationCanceledException"/>.</param>
    Task<EtcdWatchEnd> WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer,
        CancellationToken cancellation);
}
