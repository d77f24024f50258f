namespace Orchestrator.Pool.Tests.Pools;

/// <summary>What a new process finds.</summary>
public sealed class RestartTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public void Restart_CleanMachines_AreAllKept(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 6 });
        var machines = world.Warm().Slots.Select(slot => slot.Machine).ToList();

        world.Restart(seed);
        world.Pass(TimeSpan.FromMinutes(3));

        Assert.Equal(machines, world.See().Slots.Select(slot => slot.Machine));
    }
}
