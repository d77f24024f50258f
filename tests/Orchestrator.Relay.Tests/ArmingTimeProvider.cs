using System.Threading.Channels;
using Orchestrator.Testing.Time;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Relay.Tests;

/// <summary>
/// Manual time that tells when a timer was armed, so that a test advances neither too early nor by chance.
/// </summary>
internal sealed class ArmingTimeProvider(ManualTimeProvider time) : TimeProvider
{
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = time.CreateTimer(callback, state, dueTime, period);
        _armed.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits for the next timer that is armed; each is seen once.</summary>
    public Task WaitArmedAsync(string what) =>
        _armed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Within(what);
}
