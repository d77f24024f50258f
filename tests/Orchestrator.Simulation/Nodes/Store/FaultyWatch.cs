using Orchestrator.Coordination.Etcd;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Drivers;

namespace Orchestrator.Simulation.Nodes.Store;

/// <summary>A watch of the store: what it reports comes late and in order, several revisions at once; or
/// never.</summary>
internal sealed class FaultyWatch
{
    private readonly World _world;
    private readonly FaultyEtcd _etcd;
    private readonly IEtcd _twin;
    private readonly EtcdRange _range;
    private readonly long _fromRevision;
    private readonly Action<IReadOnlyList<EtcdChange>> _observer;
    private readonly PendingCall<EtcdWatchEnd> _call;
    private readonly CancellationTokenSource _ending = new();
    private readonly List<EtcdChange> _changes = [];
    private Action? _end;
    private bool _isScheduled;

    public FaultyWatch(
        World world, FaultyEtcd etcd, IEtcd twin, EtcdRange range, long fromRevision,
        Action<IReadOnlyList<EtcdChange>> observer, CancellationToken cancellation)
    {
        (_world, _etcd, _twin, _range, _fromRevision, _observer) = (world, etcd, twin, range, fromRevision, observer);
        cancellation.UnsafeRegister(static watch => ((FaultyWatch)watch!).Forget(), this);
        _call = new PendingCall<EtcdWatchEnd>(cancellation);
        Nodes.Later(etcd.Travel(), Begin);
    }

    public Task<EtcdWatchEnd> Outcome => _call.Outcome;

    /// <summary>Whether it hangs: it has had something to report and will never do so.</summary>
    public bool IsSilent { get; private set; }

    private NodesWorld Nodes => _world.Nodes!;

    private bool IsCut => Nodes.Find(_world.Node).IsCutFromStore;

    /// <summary>Nobody looks on any more.</summary>
    public void Forget()
    {
        _etcd.Remove(this);
        if (!_ending.IsCancellationRequested)
        {
            _ending.Cancel();
        }
    }

    /// <summary>A connection that breaks ends the watch, or holds back what it has to say.</summary>
    public void OnCut(bool isCut)
    {
        if (!isCut)
        {
            Schedule();
        }
        else if (Nodes.Random.Chance(0.5))
        {
            End(() => _call.Fail(FaultyEtcd.Unreachable()));
        }
    }

    private void Begin()
    {
        if (_etcd.IsDead || _ending.IsCancellationRequested)
        {
            return;
        }

        if (IsCut)
        {
            End(() => _call.Fail(FaultyEtcd.Unreachable()));
            return;
        }

        _twin.WatchAsync(_range, _fromRevision, OnChanges, _ending.Token).ContinueWith(
            done => OnEnded(done),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void OnChanges(IReadOnlyList<EtcdChange> changes)
    {
        IsSilent |= Nodes.Strikes(FaultKind.StoreWatchSilent);
        if (!IsSilent)
        {
            _changes.AddRange(changes);
            Schedule();
        }
    }

    private void OnEnded(Task<EtcdWatchEnd> done)
    {
        if (!done.IsCanceled)
        {
            End(() => _call.Complete(done));
        }
    }

    private void End(Action end)
    {
        _end ??= end;
        Forget();
        Schedule(evenWhenCut: true);
    }

    private void Schedule(bool evenWhenCut = false)
    {
        if (_isScheduled || (IsCut && !evenWhenCut) || (_changes.Count == 0 && _end is null))
        {
            return;
        }

        _isScheduled = true;
        Nodes.Later(_etcd.Travel(), () => _etcd.Deliver(Report));
    }

    private void Report()
    {
        _isScheduled = false;
        if (_call.IsAbandoned)
        {
            return;
        }

        if (_changes.Count > 0 && !IsCut)
        {
            EtcdChange[] changes = [.. _changes];
            _changes.Clear();
            _observer(changes);
        }

        if (_end is { } end)
        {
            end();
        }
    }
}
