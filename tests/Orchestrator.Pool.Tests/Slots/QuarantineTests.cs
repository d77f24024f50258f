using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Slots;

/// <summary>A slot that fails again and again, and is well one day.</summary>
public sealed class QuarantineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Probe_FailsAgainAndAgain_RestsLongerUpToTheLimit(int seed)
    {
        var world = PortTaken(seed);
        TimeSpan[] rests = [5 * Minute, 10 * Minute, 20 * Minute, 40 * Minute, 60 * Minute, 60 * Minute];
        foreach (var rest in rests)
        {
            var clones = world.Counting.Clones;
            var until = Bad(world).RestsUntil!.Value;
            Assert.InRange(until - world.Now, rest - Minute, rest);
            world.Pass(until - world.Now - TimeSpan.FromSeconds(1));
            Assert.Equal(clones, world.Counting.Clones);
            world.Pass(30 * TimeSpan.FromSeconds(1));
            Assert.Equal(clones + 1, world.Counting.Clones);
        }

        Assert.Equal(rests.Length + 1, Bad(world).Quarantines);
        Assert.Contains("taken by somebody else", Bad(world).LastFailure, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Probe_Succeeds_EverythingIsForgotten(int seed)
    {
        var world = PortTaken(seed);
        world.Pass(6 * Minute);
        var alarm = Assert.Single(world.See().Alarms);
        world.Hypervisor.TakenPorts.Clear();
        world.Pass(10 * Minute);
        Assert.Empty(world.Warm().Alarms);
        Assert.Equal((0, 0, null), (Bad(world).Quarantines, Bad(world).FailuresInARow, Bad(world).LastFailure));
        Assert.Contains("its probe after quarantine 1", alarm.Cause, StringComparison.Ordinal);
    }

    /// <summary>Five failures within a moment would say nothing of a port that needs a moment to be free.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Clone_FailsAtOnce_IsTriedAfterGrowingPauses(int seed)
    {
        var world = new PoolWorld(seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Hypervisor.CloneTime = TimeSpan.Zero;
        world.Hypervisor.DeleteTime = TimeSpan.Zero;
        world.Hypervisor.TakenPorts.Add(world.Settings.FirstConsolePort);
        world.Troubled.Calls.Clear();
        var stopped = world.Now;
        world.Hypervisor.Stop(world.Hypervisor.Running.Single());

        world.Pass(Second);
        Assert.Equal(("empty", 2), (Bad(world).State, Bad(world).FailuresInARow));
        Assert.InRange(Bad(world).RestsUntil!.Value, world.Now, world.Now + Second);
        world.Pass(Minute);

        // A clean machine's end is the first failure in a row.
        var tries = world.Troubled.Calls.Where(call => call.Operation == SimulatedOperation.Clone)
            .Select(call => call.At).ToList();
        Assert.Equal(
            [0.5 * Second, Second, 2 * Second, 4 * Second],
            tries.Zip(tries.Prepend(stopped), (next, one) => next - one));
        Assert.Equal(("quarantined", 5), (Bad(world).State, Bad(world).FailuresInARow));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Quarantine_AfterARestart_IsRemembered(int seed)
    {
        var world = PortTaken(seed);
        world.Pass(6 * Minute);
        Assert.Equal(2, Bad(world).Quarantines);
        world.Restart(seed);
        Assert.Equal(("quarantined", 2), (Bad(world).State, Bad(world).Quarantines));
        Assert.Equal(world.Now + (10 * Minute), Bad(world).RestsUntil);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Delete_NeverWorks_IsProbedWithTheLastError(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.FailNext(SimulatedOperation.Delete, HypervisorFault.Failed, calls: 8);
        world.Disconnect(1);
        world.Pass(2 * Minute);
        var slot = Quarantined(world);
        Assert.Contains("Delete was told to fail with Failed", slot.LastFailure, StringComparison.Ordinal);
        world.Pass(world.Settings.QuarantineRest);
        Assert.Equal((2, slot.Machine), (Quarantined(world).Quarantines, Quarantined(world).Machine));
        world.Pass(2 * world.Settings.QuarantineRest);
        Assert.Empty(world.Warm().Alarms);
        Assert.NotNull(world.See().Sessions[0].MachineGoneAt);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Clear_OfTheOperator_EndsItAtOnce(int seed)
    {
        var world = PortTaken(seed);
        world.Pass(6 * Minute);
        world.Hypervisor.TakenPorts.Clear();
        world.Clear(refill: true);
        Assert.Empty(world.Warm().Alarms);
    }

    private static PoolWorld PortTaken(int seed)
    {
        var world = new PoolWorld(seed);
        world.Hypervisor.TakenPorts.Add(world.Settings.FirstConsolePort);
        world.Pass(Minute);
        Assert.Equal(("quarantined", 1), (Bad(world).State, Bad(world).Quarantines));
        return world;
    }

    private static SlotSnapshot Bad(PoolWorld world) => world.See().Slots[0];

    private static SlotSnapshot Quarantined(PoolWorld world) =>
        Assert.Single(world.See().Slots, slot => slot.State == "quarantined");
}
