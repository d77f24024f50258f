namespace Orchestrator.Actors;

/// <summary>How a child's failures are handled.</summary>
/// <param name="Decide">Chooses by the failure.</param>
public sealed record SupervisorStrategy(Func<Exception, Directive> Decide)
{
    /// <summary>Restart with backoff; ten failures in a minute stop the child.</summary>
    public static readonly SupervisorStrategy Default = new(static _ => Directive.Restart);

    /// <summary>Pause before the first restart; it doubles with every further one.</summary>
    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Share of the pause that is added by chance, so that children that failed together do not return together.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>Restarts allowed within <see cref="RestartWindow"/>.</summary>
    public int RestartsMax { get; init; } = 10;

    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// What follows one restart too many: <see cref="Directive.Stop"/> or <see cref="Directive.Escalate"/>.
    /// </summary>
    public Directive WhenExhausted { get; init; } = Directive.Stop;

    /// <summary>The pause before restart number <paramref name="restart"/> (from 1).</summary>
    internal TimeSpan Backoff(int restart, Random random)
    {
        // Doubling beyond 2^30 would only overflow; the maximum is reached long before.
        var doublings = Math.Min(restart - 1, 30);
        var pause = Math.Min(BackoffMin.Ticks * Math.Pow(2, doublings), BackoffMax.Ticks);
        return TimeSpan.FromTicks((long)(pause * (1 + (Jitter * random.NextDouble()))));
    }
}
