using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class SlotSurplusTests
{
    [Theory]
    [InlineData(4, 4, 4, 0)]
    [InlineData(2, 4, 4, 2)]
    [InlineData(2, 4, 1, 1)]
    [InlineData(0, 4, 0, 0)]
    [InlineData(5, 4, 4, 0)]
    [InlineData(0, 0, 0, 0)]
    public void CleanToGiveUp_Held_IsTheSurplusButNoUsedOne(int planned, int held, int clean, int expected) =>
        Assert.Equal(expected, SlotSurplus.CleanToGiveUp(planned, held, clean));
}
