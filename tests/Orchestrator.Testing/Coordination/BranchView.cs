using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>Everything that one node's coordinator reports, checked for the order that it promises.</summary>
public sealed class BranchView : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<CoordinationEvent> _events = [];
    private readonly List<(Func<bool> Holds, TaskCompletionSource Seen)> _waiting = [];
    private readonly ICoordinatorWorld _world;
    private readonly ICoordinator _coordinator;
    private readonly IDisposable _subscription;
    private ClusterSnapshot _last;

    public BranchView(ICoordinatorWorld world, ICoordinator coordinator)
    {
        (_world, _coordinator, _last) = (world, coordinator, ClusterSnapshot.None);
        _subscription = coordinator.Subscribe(Take);
    }

    /// <summary>Reports that broke the promised order.</summary>
    public List<string> Violations { get; } = [];

    public int Count<T>()
        where T : CoordinationEvent
    {
        lock (_gate)
        {
            return _events.OfType<T>().Count();
        }
    }

    /// <summary>Waits until the branch, as the node sees it, is so.</summary>
    public async Task<ClusterSnapshot> SeeAsync(string expected, Func<ClusterSnapshot, bool> holds)
    {
        await WaitAsync(expected, () => holds(_coordinator.Snapshot));
        return _coordinator.Snapshot;
    }

    /// <summary>Waits until an event of this kind was reported.</summary>
    public Task SeeAsync<T>()
        where T : CoordinationEvent =>
        WaitAsync(typeof(T).Name, () => _events.OfType<T>().Any());

    public void Dispose() => _subscription.Dispose();

    private Task WaitAsync(string expected, Func<bool> holds)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (holds())
            {
                return Task.CompletedTask;
            }

            _waiting.Add((holds, seen));
        }

        return _world.PassUntilAsync(seen.Task, $"{_coordinator.Node} to see {expected}", Describe);
    }

    private void Take(CoordinationEvent @event)
    {
        lock (_gate)
        {
            if (@event is SnapshotChanged { Snapshot: var snapshot })
            {
                if (!snapshot.IsSuccessorTo(_last) || !ReferenceEquals(snapshot, _coordinator.Snapshot))
                {
                    Violations.Add($"{snapshot.Revision} was reported after {_last.Revision}, "
                        + $"while {_coordinator.Snapshot.Revision} is shown");
                }

                _last = snapshot;
            }

            _events.Add(@event);
            foreach (var waiting in _waiting.Where(waiting => waiting.Holds()).ToList())
            {
                _waiting.Remove(waiting);
                waiting.Seen.TrySetResult();
            }
        }
    }

    private string Describe()
    {
        var snapshot = _coordinator.Snapshot;
        var members = snapshot.Members.Values.Select(member =>
            $"{member.Node} {member.State.Status} {(member.IsReachable ? "reachable" : "unreachable")}");
        return $"revision {snapshot.Revision}: {string.Join(", ", members)}; plan {snapshot.Plan}; "
            + $"coordinator {snapshot.Coordinator}; {Count<StoreLost>()} losses of the store";
    }
}
