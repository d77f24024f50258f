using Orchestrator.Actors;

namespace Orchestrator.Testing.Actors;

/// <summary>
/// Turns on the caller's thread alone; whose turn is next is chosen by a seed, so that one seed is one interleaving
/// and many seeds are many.
/// </summary>
/// <param name="random">Chooses.</param>
/// <param name="origin">Where the chance comes from, for a failure's text.</param>
/// <param name="thread">The only thread that may put an actor in line, which saves every turn a lock; null: any
/// may.</param>
public sealed class SeededDispatcher(Random random, string origin, int? thread = null) : IDispatcher
{
    /// <summary>Turns after which a test is told that its actors never come to rest.</summary>
    public const int TurnsMax = 1_000_000;

    private readonly List<Turn> _ready = [];

    /// <summary>Held for some instructions only, twice a turn.</summary>
    private SpinLock _gate = new(enableThreadOwnerTracking: false);

    public SeededDispatcher(int seed)
        : this(new Random(seed), $"seed {seed}")
    {
    }

    /// <summary>Actors that want a turn.</summary>
    public int Ready => _ready.Count;

    public void Schedule(IRunnable actor)
    {
        if (thread is { } only)
        {
            ThrowIfForeign(only);
            _ready.Add(new Turn(actor));
            return;
        }

        var isHeld = false;
        _gate.Enter(ref isHeld);
        _ready.Add(new Turn(actor));
        _gate.Exit(useMemoryBarrier: false);
    }

    /// <summary>Takes the one whose turn is next, or null: nobody wants one.</summary>
    public IRunnable? Take()
    {
        if (thread is { } only)
        {
            ThrowIfForeign(only);
            return TakeHeld();
        }

        var isHeld = false;
        _gate.Enter(ref isHeld);
        var actor = TakeHeld();
        _gate.Exit(useMemoryBarrier: false);
        return actor;
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

    private void ThrowIfForeign(int only)
    {
        if (Environment.CurrentManagedThreadId != only)
        {
            throw new InvalidOperationException(
                $"{origin}: thread {Environment.CurrentManagedThreadId} meddles with the turns of thread {only}: "
                + "chance got in");
        }
    }

    private IRunnable? TakeHeld()
    {
        var last = _ready.Count - 1;
        if (last < 0)
        {
            return null;
        }

        var index = last == 0 ? 0 : random.Next(_ready.Count);
        var actor = _ready[index].Actor;
        _ready[index] = _ready[last];
        _ready.RemoveAt(last);
        return actor;
    }

    /// <summary>A value: an array of an interface's type looks at the type of whatever is put into it.</summary>
    private readonly record struct Turn(IRunnable Actor);
}
