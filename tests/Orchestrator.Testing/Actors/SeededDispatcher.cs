using Orchestrator.Actors;

namespace Orchestrator.Testing.Actors;

/// <summary>
/// Turns on the caller's thread alone; whose turn is next is chosen by a seed, so that one seed is one interleaving
/// and many seeds are many.
/// </summary>
/// <param name="random">Chooses.</param>
/// <param name="origin">Where the chance comes from, for a failure's text.</param>
public sealed class SeededDispatcher(Random random, string origin) : IDispatcher
{
    /// <summary>Turns after which a test is told that its actors never come to rest.</summary>
    public const int TurnsMax = 1_000_000;

    private readonly Lock _gate = new();
    private readonly List<IRunnable> _ready = [];

    public SeededDispatcher(int seed)
        : this(new Random(seed), $"seed {seed}")
    {
    }

    /// <summary>Actors that want a turn.</summary>
    public int Ready => _ready.Count;

    public void Schedule(IRunnable actor)
    {
        lock (_gate)
        {
            _ready.Add(actor);
        }
    }

    /// <summary>Takes the one whose turn is next, or null: nobody wants one.</summary>
    public IRunnable? Take()
    {
        lock (_gate)
        {
            if (_ready.Count == 0)
            {
                return null;
            }

            var index = random.Next(_ready.Count);
            var actor = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            return actor;
        }
    }

    /// <summary>Gives turns until nobody wants one.</summary>
    /// <returns>Turns that were given.</returns>
    public int RunUntilIdle()
    {
        var turns = 0;
        while (Take() is { } actor)
        {
            actor.Run();
            if (++turns >= TurnsMax)
            {
                throw new InvalidOperationException(
                    $"{origin}: the actors did not come to rest within {TurnsMax} turns");
            }
        }

        return turns;
    }
}
