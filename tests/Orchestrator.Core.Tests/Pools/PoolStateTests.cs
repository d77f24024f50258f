using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Tests.Pools;

public sealed class PoolStateTests
{
    private static readonly PoolState Fresh = new(PoolName.Parse("demo"));

    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 3)]
    public void SizeOf_AfterAResize_HoldsUntilTheConfigurationChanges(int configured, int size)
    {
        Assert.Equal(configured, Fresh.SizeOf(configured));

        Assert.Equal(size, PoolState.Apply(Fresh, new PoolResized(5, ConfiguredSize: 2)).SizeOf(configured));
    }
}
