namespace Orchestrator.Simulation.Mutations;

/// <summary>A clock some of whose timers never fire.</summary>
/// <param name="real">The clock.</param>
/// <param name="forgets">Whether a timer of this state and due time is one of them.</param>
internal sealed class MutantClock(TimeProvider real, Func<object?, TimeSpan, bool> forgets) : TimeProvider
{
    public override long TimestampFrequency => real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow();

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, forgets(state, dueTime) ? Timeout.InfiniteTimeSpan : dueTime, period);
}
