namespace Orchestrator.Actors;

/// <summary>Death watch. Each side keeps its half within its own turns, so no lock is needed.</summary>
internal abstract partial class ActorCell
{
    /// <summary>Tells this actor's incarnation that a watched one is gone.</summary>
    protected abstract void OnWatchedTerminated(IActorRef other);

    protected void StartWatching(ActorCell other) => other.Post(new AddWatcher(other, this));

    protected void StopWatching(ActorCell other) => other.Post(new RemoveWatcher(other, this));

    private sealed record AddWatcher(ActorCell Cell, ActorCell Watcher) : ISystemMessage
    {
        public void Handle()
        {
            if (Cell.Now == Phase.Stopped)
            {
                Watcher.Post(new WatchedTerminated(Watcher, Cell));
            }
            else
            {
                Cell._watchers.Add(Watcher);
            }
        }
    }

    private sealed record RemoveWatcher(ActorCell Cell, ActorCell Watcher) : ISystemMessage
    {
        public void Handle() => Cell._watchers.Remove(Watcher);
    }

    private sealed record WatchedTerminated(ActorCell Cell, ActorCell Other) : ISystemMessage
    {
        public void Handle() => Cell.OnWatchedTerminated(Other);
    }
}
