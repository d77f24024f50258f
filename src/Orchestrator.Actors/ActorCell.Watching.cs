namespace Orchestrator.Actors;

/// <summary>Death watch. Each side keeps its half within its own turns, so no lock is needed.</summary>
internal abstract partial class ActorCell
{
    /// <summary>Tells this actor's incarnation that a watched one is gone.</summary>
    protected abstract void OnWatchedTerminated(IActorRef other);

    /// <summary>A child tells its parent of its end in any case; one whose end was told already does not.</summary>
    protected void StartWatching(ActorCell other)
    {
        if (other._parent != this || other._hasLeft)
        {
            other.Post(new AddWatcher(other, this));
        }
    }

    protected void StopWatching(ActorCell other)
    {
        if (other._parent != this)
        {
            other.Post(new RemoveWatcher(other, this));
        }
    }

    private sealed class AddWatcher(ActorCell cell, ActorCell watcher) : SystemMessage(cell)
    {
        public override void Handle()
        {
            if (Cell.Now == Phase.Stopped)
            {
                watcher.Post(new WatchedTerminated(watcher, Cell));
            }
            else
            {
                (Cell._watchers ??= []).Add(watcher);
            }
        }
    }

    private sealed class RemoveWatcher(ActorCell cell, ActorCell watcher) : SystemMessage(cell)
    {
        public override void Handle() => Cell._watchers?.Remove(watcher);
    }

    private sealed class WatchedTerminated(ActorCell cell, ActorCell other) : SystemMessage(cell)
    {
        public override void Handle() => Cell.OnWatchedTerminated(other);
    }
}
