using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>One node's way to the simulated store; it can be cut, and answers can be lost on it.</summary>
public sealed class SimulatedConnection : IEtcd
{
    private readonly SimulatedStore _store;
    private readonly List<SimulatedWatch> _watches = [];
    private Action? _late;
    private bool _isCut;

    internal SimulatedConnection(SimulatedStore store) => _store = store;

    /// <summary>The next transaction is done, but its answer does not arrive.</summary>
    public bool LosesNextAnswer { get; set; }

    /// <summary>The next transaction is answered in time by nobody; it is done when <see cref="Arrive"/> is
    /// called.</summary>
    public bool DelaysNextRequest { get; set; }

    /// <summary>Changes are not reported, and nobody notices: what a watch on a cut-off member does.</summary>
    public bool IsSilent { get; set; }

    public bool IsCut
    {
        get => _isCut;
        set
        {
            _isCut = value;
            if (value)
            {
                foreach (var watch in _watches.ToList())
                {
                    watch.End(Unreachable());
                }
            }
        }
    }

    public void Dispose() => IsCut = true;

    /// <summary>The transaction that was delayed is done now.</summary>
    public void Arrive()
    {
        _late!();
        _late = null;
    }

    Task<EtcdListing> IEtcd.RangeAsync(EtcdRange range, CancellationToken cancellation) =>
        Ask(() => _store.Range(range), cancellation);

    Task<EtcdOutcome> IEtcd.CommitAsync(EtcdTransaction transaction, CancellationToken cancellation) =>
        Ask(
            () =>
            {
                if (DelaysNextRequest)
                {
                    DelaysNextRequest = false;
                    _late = () => _store.Commit(transaction);
                    throw new CoordinationException(CoordinationFault.Overdue, "simulated etcd: no answer in time");
                }

                var outcome = _store.Commit(transaction);
                if (!LosesNextAnswer)
                {
                    return outcome;
                }

                LosesNextAnswer = false;
                throw new CoordinationException(CoordinationFault.Overdue, "simulated etcd: the answer was lost");
            },
            cancellation);

    Task<EtcdLease> IEtcd.GrantAsync(TimeSpan timeToLive, CancellationToken cancellation) =>
        Ask(() => _store.Grant(timeToLive), cancellation);

    Task<TimeSpan?> IEtcd.KeepAliveAsync(long lease, CancellationToken cancellation) =>
        Ask(() => _store.KeepAlive(lease), cancellation);

    Task IEtcd.RevokeAsync(long lease, CancellationToken cancellation) => Ask(
        () =>
        {
            _store.Revoke(lease);
            return true;
        },
        cancellation);

    async Task<EtcdWatchEnd> IEtcd.WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer,
        CancellationToken cancellation)
    {
        var watch = await Ask(() => _store.Watch(range, fromRevision, Observe), cancellation).ConfigureAwait(false);
        _watches.Add(watch);
        using var registration = cancellation.Register(() => watch.Cancel(cancellation));
        try
        {
            return await watch.Ending.ConfigureAwait(false);
        }
        finally
        {
            _watches.Remove(watch);
            _store.Forget(watch);
        }

        void Observe(IReadOnlyList<EtcdChange> changes)
        {
            if (!IsSilent)
            {
                observer(changes);
            }
        }
    }

    private static CoordinationException Unreachable() =>
        new(CoordinationFault.Unreachable, "simulated etcd: this node cannot reach it");

    private Task<T> Ask<T>(Func<T> call, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }

        try
        {
            return IsCut ? Task.FromException<T>(Unreachable()) : Task.FromResult(call());
        }
        catch (CoordinationException error)
        {
            return Task.FromException<T>(error);
        }
    }
}
