using Orchestrator.Contracts;
using Orchestrator.Daemon.Branch;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>A branch that is what the test says, and tells its watchers when it changes.</summary>
internal sealed class WatchedBranch
{
    private readonly List<Watcher> _watchers = [];
    private ClusterStatus? _now;

    public WatchedBranch() => Sight = new BranchSight(() => _now, Watch);

    public BranchSight Sight { get; }

    /// <summary>The branch, or null: the server stands alone.</summary>
    public ClusterStatus? Now
    {
        get => _now;
        set
        {
            _now = value;
            Watchers.ForEach(watcher => watcher.OnChange());
        }
    }

    public int WatcherCount => Watchers.Count;

    private List<Watcher> Watchers
    {
        get
        {
            lock (_watchers)
            {
                return [.. _watchers];
            }
        }
    }

    private Watcher Watch(Action onChange)
    {
        lock (_watchers)
        {
            var watcher = new Watcher(this, onChange);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    private sealed record Watcher(WatchedBranch Branch, Action OnChange) : IDisposable
    {
        public void Dispose()
        {
            lock (Branch._watchers)
            {
                Branch._watchers.Remove(this);
            }
        }
    }
}
