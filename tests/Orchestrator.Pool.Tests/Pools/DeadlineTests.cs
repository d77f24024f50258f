using Orchestrator.Core.Alarms;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>Calls that never come back, and a hypervisor that goes away and returns.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Inventory_HangsAtStart_IsRepeatedAfterItsDeadline(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Hypervisor.FailNext(SimulatedOperation.Inventory, fault: null);
        world.Restart(seed);
        world.Pass(world.Settings.InventoryDeadline - Second);
        Assert.Empty(world.See().Slots);
        world.Pass(Second);
        var alarm = Assert.Single(world.See().Alarms);
        Assert.Equal(AlarmId.HypervisorUnreachable, alarm.Id);
        Assert.Contains("inventory passed its deadline of 00:00:15", alarm.Cause, StringComparison.Ordinal);
        world.Pass(2 * Second);
        Assert.Empty(world.Warm().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Inventory_HangsInJanitorAndMachine_IsRepeated(int seed)
    {
        var world = new PoolWorld(seed);
        var missing = world.Warm().Slots[0].Machine;
        world.Counting.IsDeaf = true;
        world.Hypervisor.Stop(world.Hypervisor.Running.Single(running => running.Machine == missing));
        world.Counting.IsDeaf = false;

        // The pool's own answers, and shows only the other machine; those of the missing one and of the janitor do not.
        world.Counting.Hanging.UnionWith(Enumerable.Range(world.Counting.Inventories + 2, 2));
        world.Restart(seed);
        world.Pass(world.Settings.InventoryDeadline - Second);
        Assert.Equal(missing, world.See().Slots[0].Machine);
        world.Pass(world.Settings.JanitorInterval + world.Settings.InventoryDeadline);
        Assert.True(
            world.Counting.Inventories > world.Counting.Hanging.Max(),
            $"expected more than {world.Counting.Hanging.Max()} inventories, there were {world.Counting.Inventories}");
        Assert.DoesNotContain(missing, world.Warm().Slots.Select(slot => slot.Machine));
        Assert.Empty(world.See().Alarms);
        Assert.Equal(2, world.Hypervisor.Overlays.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Probe_Hangs_IsOneThatDidNotPass(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 1 });
        world.Hypervisor.FailNext(SimulatedOperation.Ping, fault: null, calls: 2);
        world.Pass(Second + (2 * world.Settings.ProbeDeadline));
        Assert.Equal("starting", world.See().Slots[0].MachineState);
        world.Pass(Second);
        Assert.Equal(("clean", 0), (world.See().Slots[0].MachineState, world.See().Slots[0].FailuresInARow));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hypervisor_Lost_SessionsGoOnAndSignalsWaitWithReason(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.Lose();
        world.Settle();
        var line = world.Signal(2);
        world.Pass(Minute);
        Assert.Equal("connected", world.See().Sessions[^1].State);
        Assert.All(line.Lines, text => Assert.Matches(
            "^WAIT position=1 eta=[0-9]+ reason=hypervisor-unreachable$", text));
        world.Hypervisor.Return();
        world.Settle();
        Assert.Equal(SignalText.RuleAdded, line.Lines[^1]);
        Assert.Empty(world.See().Alarms);
    }

    [Fact]
    public void Hypervisor_EventOfReturnIsLost_IsFoundByItself()
    {
        var world = new PoolWorld(1);
        world.Warm();
        world.Hypervisor.Report(new Drivers.Hypervisor.HypervisorLost("told so"));
        world.Settle();
        Assert.Single(world.See().Alarms);
        world.Pass(3 * Second);
        Assert.Empty(world.Warm().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hypervisor_Returns_OneInventoryIsForAllMachines(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 8, JanitorInterval = 24 * 60 * Minute });
        world.Warm();
        var dead = world.Hypervisor.Running.First();
        var before = world.Counting.Inventories;
        world.Hypervisor.Lose();
        world.Hypervisor.Stop(dead);
        world.Hypervisor.Return();
        world.Settle();
        Assert.Equal(before + 1, world.Counting.Inventories);
        world.Warm();
        Assert.DoesNotContain(dead, world.Hypervisor.Overlays);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hypervisor_ReturnsWhileCloning_CloneIsKept(int seed)
    {
        var world = new PoolWorld(seed);
        world.Pass(world.Hypervisor.CloneTime / 2);
        var machines = world.See().Slots.Select(slot => slot.Machine).ToList();
        world.Hypervisor.Report(new Drivers.Hypervisor.HypervisorReconnected());
        Assert.Equal(machines, world.Warm().Slots.Select(slot => slot.Machine));
    }

    [Theory]
    [InlineData(null, "WAIT position=2 eta=7")]
    [InlineData("storage", "WAIT position=2 eta=7 reason=storage")]
    public void Wait_WithAndWithoutReason_IsTheLine(string? reason, string line) =>
        Assert.Equal(line, SignalText.Wait(2, TimeSpan.FromSeconds(7), reason));
}
