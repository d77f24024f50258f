using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>A watch of the simulated store. Its observer is called by one thread at a time, in the order of the
/// revisions, and by none that holds a lock of the store.</summary>
internal sealed class SimulatedWatch(EtcdRange range, Action<IReadOnlyList<EtcdChange>> observer)
{
    private readonly Lock _gate = new();
    private readonly Queue<IReadOnlyList<EtcdChange>> _waiting = [];
    private readonly TaskCompletionSource<EtcdWatchEnd> _end = new();
    private bool _isPumping;

    public Task<EtcdWatchEnd> Ending => _end.Task;

    public void Enqueue(IReadOnlyList<EtcdChange> changes)
    {
        var ours = changes.Where(change => range.Contains(change.Pair.Key)).ToList();
        lock (_gate)
        {
            if (ours.Count > 0)
            {
                _waiting.Enqueue(ours);
            }
        }
    }

    public void Pump()
    {
        while (TryTake(out var changes))
        {
            observer(changes);
            lock (_gate)
            {
                _isPumping = false;
            }
        }
    }

    public void End(EtcdWatchEnd end) => _end.TrySetResult(end);

    public void End(CoordinationException error) => _end.TrySetException(error);

    public void Cancel(CancellationToken cancellation) => _end.TrySetCanceled(cancellation);

    private bool TryTake(out IReadOnlyList<EtcdChange> changes)
    {
        lock (_gate)
        {
            changes = [];
            if (_isPumping || _end.Task.IsCompleted || !_waiting.TryDequeue(out var next))
            {
                return false;
            }

            (_isPumping, changes) = (true, next);
            return true;
        }
    }
}
