using System.Collections.Concurrent;
using Orchestrator.Actors;
using Orchestrator.Testing.Time;

namespace Orchestrator.Testing.Actors;

/// <summary>An actor system under one seed and one clock: time passes only when nobody has anything left to
/// do.</summary>
public sealed class ActorWorld
{
    /// <param name="seed">Chooses whose turn is next, and every other chance.</param>
    /// <param name="time">A clock that goes on from an earlier world, or null.</param>
    public ActorWorld(int seed, ManualTimeProvider? time = null)
    {
        Seed = seed;
        Time = time ?? new ManualTimeProvider();
        Dispatcher = new SeededDispatcher(seed);
        System = new ActorSystem("test", new ActorSystemOptions
        {
            Dispatcher = Dispatcher,
            Time = Time,
            Random = new Random(seed),
            OnFailure = (path, error, directive) => Failures.Add($"{path}: {directive}: {error.Message}"),
            OnDeadLetter = DeadLetters.Enqueue,
        });
    }

    public int Seed { get; }

    public ManualTimeProvider Time { get; }

    public SeededDispatcher Dispatcher { get; }

    public ActorSystem System { get; }

    public List<string> Failures { get; } = [];

    /// <summary>What no actor got; a teller outside of the actors has a thread of its own.</summary>
    public ConcurrentQueue<DeadLetter> DeadLetters { get; } = [];

    public void Settle() => Dispatcher.RunUntilIdle();

    /// <summary>Lets time pass from timer to timer; everybody comes to rest in between.</summary>
    public void Pass(TimeSpan time) => Time.Pass(time, Settle);

    /// <summary>Awaits what needs turns to complete.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var task = work();
        for (var i = 0; i < 100 && !task.IsCompleted; i++)
        {
            Settle();

            // Unlike Task.Wait this does not throw what the task failed with; the caller gets that as it is.
            Task.WaitAny([task], 20, TestContext.Current.CancellationToken);
        }

        Assert.True(task.IsCompleted, $"seed {Seed}: the answer did not come");
        return task.GetAwaiter().GetResult();
    }
}
