using Orchestrator.Core.Alarms;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>How many machines a pool begins, and which slot is next.</summary>
public sealed class PacingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Machines that a world begins before a test can say that they fail.</summary>
    private const int WellBefore = 2;

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Clones_AllFail_AreTriedWithinTheBudget(int seed)
    {
        var world = new PoolWorld(seed, Many(16));
        world.Hypervisor.CloneTime = TimeSpan.Zero;
        world.Hypervisor.FailNext(SimulatedOperation.Clone, HypervisorFault.Failed, calls: 10_000);
        world.Pass(Minute);
        var first = world.Counting.Clones;
        Assert.InRange(first - WellBefore, 12, 24);
        Assert.Contains(world.See().Alarms, alarm => alarm.Id == AlarmId.CloneFailures);
        world.Pass(10 * Minute);
        Assert.InRange(world.Counting.Clones - first, 1, 120);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void OneSlotFails_OthersAreFilledFirst(int seed)
    {
        var world = new PoolWorld(seed, settings => Many(12)(settings) with
        {
            StartsInFlightMax = 1, FailedClonesPerMinuteMax = 2,
        });
        world.Hypervisor.TakenPorts.Add(world.Settings.FirstConsolePort);
        world.Pass(Minute);
        var pool = world.See();
        Assert.Equal(11, pool.Clean);
        Assert.True(pool.Slots[0].FailuresInARow > 0, $"the slot whose port is taken did not fail: {pool.Slots[0]}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CloneFailures_CauseGone_AlarmEndsAndPoolIsFull(int seed)
    {
        var world = new PoolWorld(seed, Many(8));
        world.Hypervisor.CloneTime = TimeSpan.Zero;
        world.Hypervisor.FailNext(SimulatedOperation.Clone, HypervisorFault.Failed, calls: 16);
        world.Pass(2 * Minute);
        Assert.Empty(world.Warm().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Starts_AllBootWell_GrowFromTwo(int seed)
    {
        var world = new PoolWorld(seed, Many(32));
        world.Pass(Second / 2);
        Assert.Equal(2, Starting(world));
        world.Pass(Second);
        Assert.InRange(Starting(world), 2, 3);
        world.Pass(5 * Second);
        Assert.InRange(Starting(world), 4, 8);
        world.Pass(Minute);
        world.Warm();
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Starts_BootSlowly_ShrinkToOne(int seed)
    {
        var world = new PoolWorld(seed, Many(32));
        world.Pass(1.5 * Second);
        world.Hypervisor.CloneTime = 10 * Second;
        world.Pass(25 * Second);
        Assert.Equal(1, Starting(world));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Delete_WhileNoMoreMayStart_IsNotHeldBack(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { StartsInFlightMax = 1 });
        world.Warm();
        world.Hypervisor.FailNext(SimulatedOperation.Clone, fault: null);
        world.Hypervisor.Stop(world.Hypervisor.Running.First());
        world.Pass(Second);
        Assert.Equal(1, Starting(world));
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(world.Settings.DisconnectGrace + Second);
        Assert.Empty(world.Hypervisor.Overlays);
        Assert.Equal(1, Starting(world));
    }

    private static Func<PoolSettings, PoolSettings> Many(int size) => settings => settings with { Size = size };

    private static int Starting(PoolWorld world) =>
        world.See().Slots.Count(slot => slot.MachineState is "cloning" or "starting");
}
