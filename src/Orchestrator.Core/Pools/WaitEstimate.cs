namespace Orchestrator.Core.Pools;

/// <summary>How long a kiosk is likely to wait: an estimate to show to a person, from what this pool has
/// measured.</summary>
/// <param name="CloneToClean">Mean time from the order of a machine to its being clean.</param>
/// <param name="SessionLength">Mean length of a session.</param>
public sealed record WaitEstimate(TimeSpan CloneToClean, TimeSpan SessionLength)
{
    /// <summary>Weight of the newest measurement: some ten of them make the mean.</summary>
    private const double Weight = 0.2;

    public WaitEstimate AfterClean(TimeSpan measured) => this with { CloneToClean = Blend(CloneToClean, measured) };

    public WaitEstimate AfterSession(TimeSpan measured) => this with { SessionLength = Blend(SessionLength, measured) };

    /// <summary>
    /// Time until the <paramref name="position"/>th machine is clean. Machines on their way come first, the nearest
    /// first; whoever stands behind them waits for sessions to end, a whole pool of them a round.
    /// </summary>
    /// <param name="position">Position in the line, from 1.</param>
    /// <param name="agesOnTheWay">How long ago each machine that is being made was ordered, the longest
    /// first.</param>
    /// <param name="size">Slots of the pool.</param>
    public TimeSpan For(int position, IReadOnlyList<TimeSpan> agesOnTheWay, int size)
    {
        Invariant.Require(position > 0 && size > 0, $"position {position} and size {size} must be positive");
        var second = TimeSpan.FromSeconds(1);
        if (position <= agesOnTheWay.Count)
        {
            var left = CloneToClean - agesOnTheWay[position - 1];
            return left > second ? left : second;
        }

        var rounds = (position - agesOnTheWay.Count + size - 1) / size;
        return rounds * (SessionLength + CloneToClean);
    }

    private static TimeSpan Blend(TimeSpan mean, TimeSpan measured) => mean + (Weight * (measured - mean));
}
