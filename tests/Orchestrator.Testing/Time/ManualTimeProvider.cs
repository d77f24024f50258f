namespace Orchestrator.Testing.Time;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire on the thread that calls <see cref="Advance"/>, in the
/// order in which they are due, and the clock shows each timer its own due time.
/// </summary>
/// <param name="start">What it shows first; null: the beginning of 2026.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null) : TimeProvider
{
    private readonly TimerHeap _timers = new();

    /// <summary>Held for some instructions only.</summary>
    private SpinLock _gate = new(enableThreadOwnerTracking: false);
    private long _nowTicks = (start ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;
    private long _nextTicks = long.MaxValue;

    /// <summary>Deliberately not the machine's frequency, to find code that mixes ticks and timestamps.</summary>
    public override long TimestampFrequency => 1_000_000;

    /// <summary>Timers that wait to fire.</summary>
    public int PendingTimers => _timers.Count;

    /// <summary>Ticks that it shows; read without the lock.</summary>
    private long NowTicks
    {
        get => Volatile.Read(ref _nowTicks);
        set => Volatile.Write(ref _nowTicks, value);
    }

    /// <summary>Ticks at which the next timer is due, or <see cref="long.MaxValue"/>; written under the lock, read
    /// without, because it is asked for far more often than a timer fires.</summary>
    private long NextTicks
    {
        get => Volatile.Read(ref _nextTicks);
        set => Volatile.Write(ref _nextTicks, value);
    }

    public override DateTimeOffset GetUtcNow() => new(NowTicks, TimeSpan.Zero);

    public override long GetTimestamp() => NowTicks / (TimeSpan.TicksPerSecond / TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>When the next timer is due, or null.</summary>
    public DateTimeOffset? NextDue() =>
        NextTicks is var next && next == long.MaxValue ? null : new(next, TimeSpan.Zero);

    /// <summary>Moves the clock and fires what falls due on the way, timers armed by timers included.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = NowTicks + by.Ticks;
        while (NextTicks <= until && TakeDue(until) is { } timer)
        {
            timer.Fire();
        }

        NowTicks = until;
    }

    /// <summary>Does something once, so much later.</summary>
    public void Later(TimeSpan delay, Action step) => CreateTimer(
        static step => ((Action)step!)(), step, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Moves the clock from timer to timer.</summary>
    /// <param name="time">How far.</param>
    /// <param name="settle">Lets everybody come to rest; called before, between and after.</param>
    public void Pass(TimeSpan time, Action settle)
    {
        ArgumentNullException.ThrowIfNull(settle);
        settle();
        var end = GetUtcNow() + time;
        while (NextDue() is { } due && due <= end)
        {
            Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
            settle();
        }

        Advance(end - GetUtcNow());
        settle();
    }

    private ManualTimer? TakeDue(long until)
    {
        var isHeld = false;
        _gate.Enter(ref isHeld);
        var (next, dueTicks) = ((ManualTimer?)_timers.First, _timers.FirstDue);
        if (dueTicks <= until)
        {
            NowTicks = Math.Max(dueTicks, NowTicks);
            Put(next!, next!.Period > TimeSpan.Zero ? dueTicks + next.Period.Ticks : null);
        }
        else
        {
            next = null;
        }

        _gate.Exit(useMemoryBarrier: false);
        return next;
    }

    private void Change(ManualTimer timer, long? dueTicks)
    {
        var isHeld = false;
        _gate.Enter(ref isHeld);
        Put(timer, dueTicks);
        _gate.Exit(useMemoryBarrier: false);
    }

    /// <summary>Puts a timer where it belongs, or away.</summary>
    private void Put(ManualTimer timer, long? dueTicks)
    {
        _timers.Remove(timer);
        if (dueTicks is { } due)
        {
            _timers.Add(timer, due);
        }

        NextTicks = _timers.FirstDue;
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state)
        : TimerHeap.Entry, ITimer
    {
        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
            clock.Change(this, dueTime == Timeout.InfiniteTimeSpan ? null : clock.NowTicks + dueTime.Ticks);
            return true;
        }

        public void Dispose()
        {
            if (Place >= 0)
            {
                clock.Change(this, null);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
