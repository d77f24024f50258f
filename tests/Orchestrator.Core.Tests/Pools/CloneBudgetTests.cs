using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Pools;

public sealed class CloneBudgetTests
{
    private const int PerMinute = 12;

    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Theory]
    [InlineData(0, 0, 12)]
    [InlineData(1, 0, 11)]
    [InlineData(12, 0, 0)]
    [InlineData(20, 0, 0)]
    [InlineData(12, 4, 0)]
    [InlineData(12, 5, 1)]
    [InlineData(12, 60, 12)]
    [InlineData(12, 3600, 12)]
    [InlineData(0, -60, 12)]
    [InlineData(12, -60, 0)]
    public void AttemptsMax_AfterFailuresAndTime_IsWhatIsLeft(int failures, int seconds, int expected) =>
        Assert.Equal(expected, After(failures).AttemptsMax(Start.AddSeconds(seconds)));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(11, 0, 0)]
    [InlineData(11, 1, 5)]
    [InlineData(12, 0, 5)]
    [InlineData(12, 2, 15)]
    [InlineData(12, 100, 60)]
    public void WaitFor_OneMoreAttempt_IsTheTimeOfItsShare(int failures, int onTheWay, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), After(failures).WaitFor(onTheWay, Start));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(599)]
    public void WaitFor_AfterTheWait_AnAttemptIsThere(int perMinute)
    {
        var budget = Enumerable.Range(0, perMinute).Aggregate(
            CloneBudget.Full(perMinute, Start), (left, _) => left.AfterFailure(Start));
        Assert.Equal(1, budget.AttemptsMax(Start + budget.WaitFor(0, Start)));
    }

    [Fact]
    public void IsFull_OnlyWithoutRecentFailure()
    {
        Assert.True(After(0).IsFull(Start));
        Assert.False(After(1).IsFull(Start));
        Assert.True(After(1).IsFull(Start.AddSeconds(5)));
    }

    private static CloneBudget After(int failures) => Enumerable.Range(0, failures).Aggregate(
        CloneBudget.Full(PerMinute, Start), (budget, _) => budget.AfterFailure(Start));
}
