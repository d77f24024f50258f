namespace Orchestrator.Core.Pools;

/// <summary>
/// How many machines may start at one time: as many as boot beside each other without slowing each other down, found
/// out by additive increase and multiplicative decrease. It begins with two.
/// </summary>
public sealed record StartPacing
{
    private const int First = 2;

    /// <summary>A boot within this factor of the best one was not slowed down by its neighbours.</summary>
    private const double Good = 1.5;

    /// <summary>A boot beyond this factor of the best one was.</summary>
    private const double Slow = 3;

    private readonly int _max;
    private readonly double _window;
    private readonly TimeSpan? _best;
    private readonly DateTimeOffset _slowedAt;

    private StartPacing(int max, double window, TimeSpan? best, DateTimeOffset slowedAt) =>
        (_max, _window, _best, _slowedAt) = (max, window, best, slowedAt);

    /// <summary>Machines that may start at one time, at least one.</summary>
    public int Window => (int)_window;

    /// <param name="startsInFlightMax">The window never grows beyond it.</param>
    public static StartPacing Begin(int startsInFlightMax)
    {
        Invariant.Require(startsInFlightMax > 0, $"{startsInFlightMax} starts must be positive");
        return new StartPacing(startsInFlightMax, Math.Min(First, startsInFlightMax), null, DateTimeOffset.MinValue);
    }

    /// <summary>A machine became clean.</summary>
    /// <param name="orderedAt">When it was ordered.</param>
    /// <param name="now">When it became clean.</param>
    public StartPacing AfterBoot(DateTimeOffset orderedAt, DateTimeOffset now)
    {
        var took = now - orderedAt;
        var best = _best is { } known && known < took ? known : took;
        var measured = new StartPacing(_max, _window, best, _slowedAt);
        if (took > Slow * best)
        {
            return measured.Halve(orderedAt, now);
        }

        // One more for a whole window of good boots.
        return took <= Good * best
            ? new StartPacing(_max, Math.Min(_max, _window + (1 / _window)), best, _slowedAt)
            : measured;
    }

    /// <summary>A machine failed, or was not ready in time, before it was clean.</summary>
    public StartPacing AfterFailure(DateTimeOffset orderedAt, DateTimeOffset now) => Halve(orderedAt, now);

    /// <summary>Machines that were ordered before the last decrease suffered from the old window, and say nothing about
    /// the new one.</summary>
    private StartPacing Halve(DateTimeOffset orderedAt, DateTimeOffset now) => orderedAt < _slowedAt
        ? this
        : new StartPacing(_max, Math.Max(1, _window / 2), _best, now);
}
