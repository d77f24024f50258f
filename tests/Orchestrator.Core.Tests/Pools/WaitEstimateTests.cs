using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Pools;

public sealed class WaitEstimateTests
{
    private static readonly WaitEstimate Estimate = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 8)]
    public void For_MachinesOnTheWay_NearestComesFirst(int position, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), Estimate.For(position, [TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2)],
            size: 2));

    [Fact]
    public void For_OverdueMachine_NeverSaysZero() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Estimate.For(1, [TimeSpan.FromSeconds(99)], size: 2));

    [Fact]
    public void For_EverySlotInUse_WaitsForASession() =>
        Assert.Equal(TimeSpan.FromSeconds(310), Estimate.For(2, [], size: 2));

    [Fact]
    public void AfterClean_Measurement_MovesTheMean() =>
        Assert.Equal(TimeSpan.FromSeconds(12), Estimate.AfterClean(TimeSpan.FromSeconds(20)).CloneToClean);
}
