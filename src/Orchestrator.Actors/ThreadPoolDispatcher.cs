namespace Orchestrator.Actors;

/// <summary>Turns on the thread pool.</summary>
public sealed class ThreadPoolDispatcher : IDispatcher
{
    public void Schedule(IRunnable actor)
    {
        if (actor is IThreadPoolWorkItem item)
        {
            // No closure a turn: the actor itself is the work item.
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static actor => actor.Run(), actor, preferLocal: false);
        }
    }
}
