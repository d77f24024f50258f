namespace Orchestrator.Actors.Tests;

public sealed class SupervisorStrategyTests
{
    [Fact]
    public void Backoff_WithoutJitter_DoublesUpToTheMaximum()
    {
        var strategy = SupervisorStrategy.Default with
        {
            BackoffMin = TimeSpan.FromMilliseconds(200), BackoffMax = TimeSpan.FromSeconds(1), Jitter = 0,
        };
        var pauses = new[] { 1, 2, 3, 4, 5, 100, int.MaxValue }.Select(
            restart => strategy.Backoff(restart, new Random(1)).TotalMilliseconds);
        Assert.Equal([200, 400, 800, 1000, 1000, 1000, 1000], pauses);
    }

    [Fact]
    public void Backoff_WithJitter_AddsUpToItsShare()
    {
        var strategy = SupervisorStrategy.Default with { BackoffMin = TimeSpan.FromSeconds(1), Jitter = 0.5 };
        var pauses = Enumerable.Range(0, 1000).Select(seed => strategy.Backoff(1, new Random(seed))).ToList();
        Assert.All(pauses, pause => Assert.InRange(pause, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)));
        Assert.True(pauses.Min() < TimeSpan.FromSeconds(1.05), $"the shortest pause is {pauses.Min()}");
        Assert.True(pauses.Max() > TimeSpan.FromSeconds(1.45), $"the longest pause is {pauses.Max()}");
    }
}
