using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>No machine is started that the host could not bear, and a slow host is told.</summary>
public sealed class MemoryTests
{
    private const long Reserve = 1L << 30;
    private const long Machine = 256L << 20;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Machine_ThatStarts_IsChargedBeforeStatisticsShowIt(int seed)
    {
        var world = Begin(seed, Reserve + (2 * Machine) - 1, world => world.Hypervisor.CloneTime = Minute / 2);
        world.Pass(25 * Second);

        // The host was measured twice more by now, and showed nothing of the machine that starts.
        Assert.Equal(1, world.Counting.Clones);
        var alarm = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmId.HostMemory, AlarmSeverity.Critical), (alarm.Id, alarm.Severity));
        Assert.Equal(
            "no machine is made: a machine of golden takes 256 MiB, the host has 1535 MiB available, 256 MiB of it for "
            + "machines that start, and memoryReserve keeps 1024 MiB free: free memory, or configure a smaller pool",
            alarm.Cause);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Machine_ThatBooted_IsChargedUntilMeasured(int seed)
    {
        var world = Begin(seed, Reserve + Machine);
        world.Pass(Minute);

        // The host never shows the first machine, so there always seems to be room for one more.
        Assert.Equal(2, world.See().Clean);
        Assert.Equal(2, world.Counting.Clones);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Memory_ComesBack_EndsTheAlarmAndFillsThePool(int seed)
    {
        var world = Begin(seed, Reserve + Machine - 1);
        world.Pass(Minute);
        Assert.Equal(0, world.Counting.Clones);
        var line = world.Signal(1);
        world.Pass(2 * Second);
        Assert.EndsWith("reason=host-memory", line.Lines[^1], StringComparison.Ordinal);
        world.Hypervisor.Host = world.Hypervisor.Host with { MemoryAvailableBytes = Reserve + (2 * Machine) };
        world.Pass(15 * Second);
        Assert.Equal(SignalText.RuleAdded, line.Lines[^1]);
        world.Pass(Second);
        Assert.Empty(world.See().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Machine_ThatStartsAtARestart_IsChargedAgain(int seed)
    {
        var world = Begin(seed, Reserve + (2 * Machine) - 1, world => world.Hypervisor.AgentAnswers = false);
        world.Pass(2 * Second);
        Assert.Equal("starting", Assert.Single(world.See().Slots, slot => slot.MachineState is not null).MachineState);
        world.Restart(seed);
        world.Pass(25 * Second);
        Assert.Equal(1, world.Counting.Clones);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Charge_OfAFailedMachine_IsReleased(int seed)
    {
        var world = Begin(seed, Reserve + Machine, world => world.Hypervisor.FailNext(
            SimulatedOperation.Clone, HypervisorFault.Failed, calls: 3));
        world.Pass(Minute);
        Assert.Equal(2, world.See().Clean);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Measurement_HangsOrFails_IsToldAndRepeated(int seed)
    {
        var world = Begin(seed, 10 * Reserve);
        world.Hypervisor.FailNext(SimulatedOperation.Measure, fault: null);
        world.Hypervisor.FailNext(SimulatedOperation.Measure, HypervisorFault.Failed);
        var slot = world.Warm().Slots[0];
        world.Hypervisor.Stop(new MachineName(slot.Id, slot.Machine!.Value));
        world.Pass(world.Settings.MeasureDeadline + Second);
        Assert.Contains("the host's memory is not known: measuring the host's memory passed its deadline of 00:00:05",
            Assert.Single(world.See().Alarms).Cause, StringComparison.Ordinal);
        world.Pass(10 * Second);
        Assert.Contains("told to fail", Assert.Single(world.See().Alarms).Cause, StringComparison.Ordinal);
        world.Pass(10 * Second);
        Assert.Empty(world.Warm().Alarms);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Hypervisor_SlowThenWell_IsAnAlarmInBetween(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Hypervisor.Degrade("clone took 9 s");
        world.Settle();
        var alarm = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmId.HypervisorSlow, AlarmSeverity.Warning), (alarm.Id, alarm.Severity));
        Assert.Contains("clone took 9 s", alarm.Cause, StringComparison.Ordinal);
        Assert.Equal(SignalText.RuleAdded, world.Signal(1).Lines[^1]);
        world.Hypervisor.Recover();
        world.Settle();
        Assert.Empty(world.See().Alarms);
    }

    /// <summary>A pool of two whose host has this much memory, which no machine seems to take.</summary>
    private static PoolWorld Begin(int seed, long available, Action<PoolWorld>? arrange = null) => new(
        seed,
        settings => settings with { MemoryReserveBytes = Reserve },
        world =>
        {
            world.Hypervisor.Host = new HostMeasurement(16 * Reserve, available, Machine);
            arrange?.Invoke(world);
        });
}
