using Orchestrator.Actors;

namespace Orchestrator.Testing.Actors;

/// <summary>
/// Turns on the caller's thread alone; whose turn is next is chosen by a seed, so that one seed is one interleaving
/// and many seeds are many.
/// </summary>
public sealed class SeededDispatcher(int seed) : IDispatcher
{
    /// <summary>Turns after which a test is told that its actors never come to rest.</summary>
    public const int TurnsMax = 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<IRunnable> _ready = [];
    private readonly Random _random = new(seed);

    public void Schedule(IRunnable actor)
    {
        lock (_gate)
        {
            _ready.Add(actor);
        }
    }

    /// <summary>Gives turns until nobody wants one.</summary>
    /// <returns>Turns that were given.</returns>
    public int RunUntilIdle()
    {
        var turns = 0;
        while (Next() is { } actor)
        {
            actor.Run();
            Assert.True(++turns < TurnsMax, $"seed {seed}: the actors did not come to rest within {TurnsMax} turns");
        }

        return turns;
    }

    private IRunnable? Next()
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return null;
            }

            var index = _random.Next(_ready.Count);
            var actor = _ready[index];
            _ready.RemoveAt(index);
            return actor;
        }
    }
}
