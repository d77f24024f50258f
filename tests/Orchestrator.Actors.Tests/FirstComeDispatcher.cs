namespace Orchestrator.Actors.Tests;

/// <summary>Turns on the caller's thread in the order in which they were asked for, one at a time.</summary>
internal sealed class FirstComeDispatcher : IDispatcher
{
    private readonly Queue<IRunnable> _ready = new();

    public void Schedule(IRunnable actor) => _ready.Enqueue(actor);

    /// <summary>Gives the next turn; false: nobody wants one.</summary>
    public bool RunOne()
    {
        if (!_ready.TryDequeue(out var actor))
        {
            return false;
        }

        actor.Run();
        return true;
    }

    public void RunUntilIdle()
    {
        while (RunOne())
        {
        }
    }
}
