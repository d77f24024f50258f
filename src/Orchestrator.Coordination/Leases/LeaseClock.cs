namespace Orchestrator.Coordination.Leases;

/// <summary>
/// Until when a lease is certain. Counted from the sending, because when the store began to count is not known and is
/// not earlier; on a clock that nobody sets; and reckoned anew at each question, so that a process that slept knows.
/// </summary>
internal sealed class LeaseClock(TimeProvider time, TimeSpan margin)
{
    private long _deadline = time.GetTimestamp();

    /// <summary>How long the lease is still certain; zero or less: it is not.</summary>
    public TimeSpan Left => time.GetElapsedTime(time.GetTimestamp(), Volatile.Read(ref _deadline));

    public long Now() => time.GetTimestamp();

    /// <param name="sent">When the request was sent that the store answered.</param>
    /// <param name="timeToLive">What it answered.</param>
    public void Renew(long sent, TimeSpan timeToLive) => Volatile.Write(
        ref _deadline, sent + (long)((timeToLive - margin).TotalSeconds * time.TimestampFrequency));
}
