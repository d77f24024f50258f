namespace Orchestrator.Pool.Tests.Pools;

/// <summary>What a new process finds.</summary>
public sealed class RestartTests
{
    /// <summary>Who hears of a session that had ended after all slots have said that they are empty hears of nothing
    /// else.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Restart_EmptySlotsAndAnEndedSession_FillsThePool(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(TimeSpan.FromSeconds(10));
        world.Clear(refill: false);
        Assert.Empty(world.Hypervisor.Overlays);

        world.Restart(seed + 100);

        world.Warm();
    }

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

    [Fact]
    public void Restart_SmallerPoolKeptAHighPort_KeepsItAgain()
    {
        var world = new PoolWorld(1, settings => settings with { Size = 3 });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(world.Settings.DisconnectGrace);
        world.Order(pools => pools.ResizeAsync(world.Settings.Name, 2, CancellationToken.None));
        world.Pass(TimeSpan.FromSeconds(20));
        var machines = world.See().Slots.Select(slot => slot.Machine).ToList();
        Assert.Equal([5921, 5922], world.See().Slots.Select(slot => slot.Id.ConsolePort));

        world.Restart(2);
        world.Pass(TimeSpan.FromSeconds(20));

        Assert.Equal(machines, world.See().Slots.Select(slot => slot.Machine));
        Assert.Equal(2, world.See().Clean);
    }
}
