namespace Orchestrator.Core.Pools;

/// <summary>
/// How many more clones may fail now: a pool whose clones fail goes on trying, but does not spin. A machine that is on
/// its way may fail, so what is on its way counts against what is left.
/// </summary>
public sealed record CloneBudget
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly int _perMinuteMax;
    private readonly double _left;
    private readonly DateTimeOffset _at;

    private CloneBudget(int perMinuteMax, double left, DateTimeOffset at) =>
        (_perMinuteMax, _left, _at) = (perMinuteMax, left, at);

    /// <summary>Nothing has failed yet.</summary>
    public static CloneBudget Full(int failuresPerMinuteMax, DateTimeOffset now)
    {
        Invariant.Require(failuresPerMinuteMax > 0, $"a budget of {failuresPerMinuteMax} failures must be positive");
        return new CloneBudget(failuresPerMinuteMax, failuresPerMinuteMax, now);
    }

    public bool IsFull(DateTimeOffset now) => Left(now) >= _perMinuteMax;

    /// <summary>Machines that may be on their way at this moment.</summary>
    public int AttemptsMax(DateTimeOffset now) => (int)Left(now);

    public CloneBudget AfterFailure(DateTimeOffset now) => new(_perMinuteMax, Math.Max(0, Left(now) - 1), now);

    /// <summary>Time until one more machine may be begun beside those that are on their way; zero: now.</summary>
    public TimeSpan WaitFor(int onTheWay, DateTimeOffset now)
    {
        var missing = Math.Min(onTheWay + 1, _perMinuteMax) - Left(now);

        // Rounded up: a timer must not fire a tick before the attempt is there.
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(
            Math.Ceiling(missing * Minute.TotalMilliseconds / _perMinuteMax));
    }

    /// <summary>A clock set back adds nothing.</summary>
    private double Left(DateTimeOffset now) =>
        Math.Min(_perMinuteMax, _left + (Math.Max(0, (now - _at) / Minute) * _perMinuteMax));
}
