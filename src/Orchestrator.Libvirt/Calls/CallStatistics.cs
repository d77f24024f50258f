namespace Orchestrator.Libvirt.Calls;

/// <summary>Counts and durations of one kind of call; the durations are kept up to a bound, the latest ones.</summary>
internal sealed class CallStatistics(CallKind kind)
{
    public const int DurationsMax = 256;

    private readonly TimeSpan[] _durations = new TimeSpan[DurationsMax];
    private long _count;
    private long _slow;
    private long _overdue;

    public CallFigures Figures
    {
        get
        {
            var sorted = _durations.AsSpan(0, (int)Math.Min(_count, DurationsMax)).ToArray();
            Array.Sort(sorted);
            var latest = _count == 0 ? TimeSpan.Zero : _durations[(_count - 1) % DurationsMax];
            return new CallFigures(
                kind, _count, _slow, _overdue, latest, Percentile(sorted, 50), Percentile(sorted, 95));
        }
    }

    public void Returned(TimeSpan took, bool slow)
    {
        _durations[_count % DurationsMax] = took;
        _count++;
        _slow += slow ? 1 : 0;
    }

    public void PassedDeadline() => _overdue++;

    /// <summary>The smallest duration that so many percent do not exceed.</summary>
    private static TimeSpan Percentile(TimeSpan[] sorted, int percent) =>
        sorted.Length == 0 ? TimeSpan.Zero : sorted[((sorted.Length * percent) + 99) / 100 - 1];
}
