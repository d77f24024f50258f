using Orchestrator.Testing.Time;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>Chance of one seed, and how long things take by it: half of the mean always, the other half as a queue
/// makes it, mostly less and now and then much more.</summary>
internal sealed class Delays(ManualTimeProvider time, int seed)
{
    private readonly Random _random = new(seed);

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Up to this, each length as likely as the other.</summary>
    public TimeSpan Within(TimeSpan most) => _random.NextDouble() * most;

    public T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public TimeSpan Draw(TimeSpan mean) => 0.5 * mean * (1 - Math.Log(1 - _random.NextDouble()));

    /// <summary>Not by <see cref="Task.Delay(TimeSpan)"/>, which knows whole milliseconds only.</summary>
    public async Task WaitAsync(TimeSpan mean, CancellationToken cancellation)
    {
        var over = new TaskCompletionSource();
        Later(Draw(mean), () => over.TrySetResult());
        using var ending = cancellation.UnsafeRegister(_ => over.TrySetCanceled(cancellation), null);
        await over.Task.ConfigureAwait(false);
    }

    public void Later(TimeSpan delay, Action what) => time.Later(delay, what);
}
