using Orchestrator.Actors.Persistence;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>What exists is what is owned, and the janitor proves it.</summary>
public sealed class JanitorTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TheoryData<int> Seeds { get; } = [1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Pool_AtRestAndInUse_IsProvedEveryRound(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Pass(Minute);
        var rested = world.See();
        Assert.InRange(world.Now - rested.ProvedAt!.Value, TimeSpan.Zero, Minute);
        world.Signal(1);
        world.Connect(1);
        world.Pass(Minute);
        var used = world.See();
        Assert.Equal(rested.ProvedAt + Minute, used.ProvedAt);
        Assert.Empty(used.Differences);
        Assert.Equal((0, 0), (used.Orphans, used.Removed));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Orphan_OfAnotherPool_IsNotTouched(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Hypervisor.AddOrphan(Machine("other"));
        world.Pass(5 * Minute);
        Assert.Equal(3, world.Hypervisor.Overlays.Count);
        Assert.Empty(world.See().Differences);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Orphan_CannotBeDeleted_AlarmsUntilItIs(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Hypervisor.AddOrphan(Machine("demo"));
        world.Hypervisor.FailNext(SimulatedOperation.Delete, HypervisorFault.Failed);
        world.Hypervisor.FailNext(SimulatedOperation.Delete, fault: null);
        world.Pass((2 * Minute) + Second);
        var alarm = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmId.Orphans, AlarmSeverity.Warning), (alarm.Id, alarm.Severity));
        Assert.Contains(Machine("demo").ToString(), alarm.Cause, StringComparison.Ordinal);
        world.Pass(4 * Minute);
        Assert.Empty(world.Warm().Alarms);
        Assert.Equal((2, 1), (world.Hypervisor.Overlays.Count, world.See().Removed));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stream_OfAMachineWithoutSlot_IsForgotten(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        var stream = $"machine/demo/{Machine("demo")}";
        var appended = world.Journal.AppendAsync(
            stream, 0, [new JournalEntry(nameof(CloneBegun), "{}"u8.ToArray())], CancellationToken.None);
        Assert.True(appended.IsCompletedSuccessfully);
        world.Pass(Minute);
        Assert.Contains("the journal knows machine", Assert.Single(world.See().Differences), StringComparison.Ordinal);
        world.Pass(2 * Minute);
        Assert.Empty(world.See().Differences);
        Assert.Equal(1, world.See().Removed);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Path_WithoutALiveSession_IsClosed(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        var grant = new ConsoleGrant(new SessionId(1), PoolWorld.Kiosk(9), world.Settings.FirstConsolePort);
        await world.ConsolePath.OpenAsync(grant, _ => { }, CancellationToken.None);
        var other = new ConsoleGrant(new SessionId(2), PoolWorld.Kiosk(8), 7000);
        await world.ConsolePath.OpenAsync(other, _ => { }, CancellationToken.None);
        world.Signal(1);
        world.Connect(1);
        world.Pass((2 * Minute) + Second);
        Assert.DoesNotContain(grant, world.ConsolePath.Grants);
        Assert.Contains(other, world.ConsolePath.Grants);
        Assert.Equal(("connected", 1), (world.See().Sessions[0].State, world.See().Removed));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Domain_GoneWithoutAnEvent_IsLookedAtAndReplaced(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        var dead = world.Hypervisor.Running.First();
        world.Counting.IsDeaf = true;
        world.Hypervisor.Stop(dead);
        world.Counting.IsDeaf = false;
        world.Pass(Minute);
        Assert.DoesNotContain(dead, world.Hypervisor.Overlays);
        world.Warm();
        world.Pass(2 * Minute);
        Assert.Empty(world.See().Differences);
    }

    private static MachineName Machine(string pool) =>
        new(new SlotId(PoolName.Parse(pool), 5920), new MachineId(1));
}
