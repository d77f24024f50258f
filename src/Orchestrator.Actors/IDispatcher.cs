namespace Orchestrator.Actors;

/// <summary>Runs actors: the thread pool in production, one seeded thread in tests.</summary>
public interface IDispatcher
{
    /// <summary>Lets the actor have a turn soon. An actor is never scheduled twice at a time.</summary>
    void Schedule(IRunnable actor);
}
