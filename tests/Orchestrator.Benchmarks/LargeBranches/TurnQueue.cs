using Orchestrator.Actors;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>Turns of all actors of all nodes on one thread, in the order in which they were wanted.</summary>
internal sealed class TurnQueue : IDispatcher
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Queue<IRunnable> _ready = [];

    /// <summary>Turns that were given.</summary>
    public long Turns { get; private set; }

    public void Schedule(IRunnable actor)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("a turn was wanted on another thread than the branch's");
        }

        _ready.Enqueue(actor);
    }

    public void RunUntilIdle()
    {
        while (_ready.TryDequeue(out var actor))
        {
            Turns++;
            actor.Run();
        }
    }
}
