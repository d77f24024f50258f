using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>An empty journal over running machines: their slots wait until nobody holds their ports.</summary>
public sealed class LostJournalTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Journal_Lost_PoolIsFullAfterTheJanitorWithoutAFailure(int seed)
    {
        var (world, old) = Lose(seed);
        var clones = world.Counting.Clones;
        world.Pass(30 * Second);
        Assert.All(world.See().Slots, slot => Assert.Equal(("empty", 0), (slot.State, slot.FailuresInARow)));
        Assert.All(world.See().Slots, slot => Assert.Equal(
            $"machine {old.Single(one => one.Slot == slot.Id)} runs on console port {slot.Id.ConsolePort} and no slot "
            + "holds it: the janitor removes it",
            slot.WaitsFor));
        Assert.Equal(clones, world.Counting.Clones);

        world.Pass(Minute);

        Assert.All(world.Warm().Slots, slot => Assert.Equal((0, 0, null), (slot.FailuresInARow, slot.Quarantines,
            slot.WaitsFor)));
        Assert.Equal(clones + world.Settings.Size, world.Counting.Clones);
        Assert.Empty(world.Hypervisor.Running.Intersect(old));
        Assert.Empty(world.See().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Holder_Stops_ItsSlotIsFilledAtOnce(int seed)
    {
        var (world, old) = Lose(seed);

        world.Hypervisor.Stop(old[0]);
        world.Pass(10 * Second);

        Assert.Equal("clean", SlotOf(world, old[0]).MachineState);
        Assert.Equal(("empty", null), (SlotOf(world, old[1]).State, SlotOf(world, old[1]).MachineState));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Holder_StopsUnheard_NextRoundSeesIt(int seed)
    {
        var (world, old) = Lose(seed);

        world.Counting.IsDeaf = true;
        old.ToList().ForEach(machine => world.Hypervisor.Stop(machine));
        world.Counting.IsDeaf = false;
        world.Pass(world.Settings.JanitorInterval);

        Assert.All(world.Warm().Slots, slot => Assert.Equal(0, slot.FailuresInARow));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Holder_CannotBeRemoved_SlotWaitsAndIsNotQuarantined(int seed)
    {
        var (world, old) = Lose(seed);
        var clones = world.Counting.Clones;
        world.Hypervisor.FailNext(SimulatedOperation.Delete, HypervisorFault.Failed, calls: 10);

        world.Pass(4 * Minute);

        Assert.Equal(AlarmId.Orphans, Assert.Single(world.See().Alarms).Id);
        Assert.All(world.See().Slots, slot => Assert.Equal(("empty", 0), (slot.State, slot.Quarantines)));
        Assert.Equal(clones, world.Counting.Clones);
        world.Pass(4 * Minute);
        Assert.Empty(world.Warm().Alarms);
        Assert.Empty(world.Hypervisor.Running.Intersect(old));
    }

    /// <summary>The look may have seen a machine that was gone before its answer came.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Machine_GoneBehindTheJanitorsLook_HoldsNothing(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 1 });
        var first = world.Warm().Slots[0].Machine;
        world.Counting.BehindInventory = () => world.Hypervisor.Stop(world.Hypervisor.Running.Single());

        world.Pass(world.Settings.JanitorInterval + (5 * Second));

        Assert.NotEqual(first, world.Warm().Slots[0].Machine);
        Assert.Null(world.See().Slots[0].WaitsFor);
    }

    private static (PoolWorld World, IReadOnlyList<MachineName> Old) Lose(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        var old = world.Hypervisor.Running.OrderBy(machine => machine.Slot.ConsolePort).ToList();
        world.LoseJournal();
        world.Restart(seed);
        world.Pass(Second);
        return (world, old);
    }

    private static SlotSnapshot SlotOf(PoolWorld world, MachineName machine) =>
        world.See().Slots.Single(slot => slot.Id == machine.Slot);
}
