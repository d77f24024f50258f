using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Persistence;
using Orchestrator.Testing.Hypervisor;

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

    /// <summary>The hypervisor's word came while the new process had no slots yet to give it to.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restart_TamperedBeforeTheInventory_IsReplaced(int seed)
    {
        var world = new PoolWorld(seed);
        var tampered = world.Warm().Slots[0].Machine;
        var machine = world.Hypervisor.Running.Single(one => one.Machine == tampered);
        world.Hypervisor.FailNext(SimulatedOperation.Inventory, HypervisorFault.Unreachable);

        world.Restart(seed);
        world.Settle();
        world.Hypervisor.Report(new ConsoleChannelOpened(machine, "127.0.0.1:6666"));
        world.Pass(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain(machine, world.Hypervisor.Running);
        Assert.DoesNotContain(world.Warm().Slots, slot => slot.Machine == tampered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restart_ManyCleanMachines_TakesOneInventory(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 12 });
        world.Warm();
        var before = world.Counting.Inventories;

        world.Restart(seed);
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(12, world.See().Clean);
        Assert.Equal(before + 1, world.Counting.Inventories);
    }

    /// <summary>The inventory shows the machine, and its end comes before there is a slot that could hear of
    /// it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restart_MachineStopsBehindTheInventory_IsReplaced(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Readiness = ReadinessProbe.Console });
        world.Warm();
        var dead = world.Hypervisor.Running.First();
        world.Counting.BehindInventory = () => world.Hypervisor.Stop(dead);

        world.Restart(seed);
        world.Pass(TimeSpan.FromSeconds(10));

        Assert.DoesNotContain(dead, world.Hypervisor.Overlays);
        Assert.All(world.Warm().Slots, slot => Assert.NotEqual(dead.Machine, slot.Machine));
    }

    /// <summary>What the start's inventory showed is old when a machine's actor is restarted.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Restart_MachineActorRestartsLater_LooksForItself(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Restart(seed);
        world.Pass(TimeSpan.FromSeconds(1));
        var inventories = world.Counting.Inventories;

        // Its offer cannot be journaled.
        world.Journal.FailNext(1, of: JournalStreams.Of(world.Hypervisor.Running.Single()));
        world.Signal(1);
        world.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(inventories + 1, world.Counting.Inventories);
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
