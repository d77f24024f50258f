namespace Orchestrator.Daemon.Signal;

/// <summary>
/// What one address has open, and its token bucket: a minute's signals at once, refilled evenly over the minute.
/// </summary>
internal sealed class KioskAllowance(int signalsPerMinuteMax, TimeProvider time, long now)
{
    private double _tokens = signalsPerMinuteMax;
    private long _filledAt = now;

    public int Open { get; set; }

    public bool TryTake(long at)
    {
        Refill(at);
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    public bool IsRested(long at)
    {
        Refill(at);
        return Open == 0 && _tokens >= signalsPerMinuteMax;
    }

    private void Refill(long at)
    {
        var minutes = time.GetElapsedTime(_filledAt, at).TotalMinutes;
        _tokens = Math.Min(signalsPerMinuteMax, _tokens + (minutes * signalsPerMinuteMax));
        _filledAt = at;
    }
}
