using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>
/// Trouble of the whole pool: hypervisor, golden image, storage, journal; and what an operator does about it.
/// </summary>
public sealed class PoolTroubleTests
{
    private const int Seed = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(HypervisorFault.GoldenImageMissing)]
    [InlineData(HypervisorFault.GoldenImageRunning)]
    [InlineData(HypervisorFault.GoldenImageDamaged)]
    public void GoldenImage_Rejected_AlarmsUntilItIsWell(HypervisorFault fault)
    {
        var world = new PoolWorld(Seed);
        world.Hypervisor.GoldenImageFault = fault;
        world.Restart(Seed);
        world.Pass(Minute);
        Assert.Contains(world.See().Alarms, alarm => alarm.Cause.Contains(fault.ToString(), StringComparison.Ordinal));
        Assert.Empty(world.Hypervisor.Overlays);
        Assert.All(world.See().Slots, slot => Assert.Equal("empty", slot.State));
        world.Hypervisor.GoldenImageFault = null;
        world.Pass(Minute);
        Assert.Empty(world.Warm().Alarms);
    }

    [Fact]
    public void GoldenImage_ChangedUnderClones_StopsCloning()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.GoldenImage = world.Hypervisor.GoldenImage with { SizeBytes = 2000 };
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(Minute);
        var pool = world.See();
        Assert.Equal(1, pool.Clean);
        Assert.Contains(
            pool.Alarms, alarm => alarm.Cause.Contains("no longer the recorded one", StringComparison.Ordinal));
        world.Clear(refill: true);
        Assert.Empty(world.Warm().Alarms);
    }

    [Fact]
    public void Hypervisor_AbsentAtStart_NothingIsTouchedUntilItIsThere()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.Lose();
        world.Restart(Seed);
        world.Pass(Minute);
        Assert.Contains(
            world.See().Alarms, alarm => alarm.Cause.Contains("cannot be reached", StringComparison.Ordinal));
        Assert.Equal(2, world.Hypervisor.Running.Count);
        var line = world.Signal(1);
        Assert.StartsWith("WAIT", Assert.Single(line.Lines), StringComparison.Ordinal);
        world.Hypervisor.Return();
        world.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(SignalText.RuleAdded, line.Lines[^1]);
    }

    /// <summary>The rest after a fault is for faults that nobody reports the end of.</summary>
    [Fact]
    public void Hypervisor_Returns_NextCloneDoesNotWaitForARest()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.FailNext(SimulatedOperation.Clone, HypervisorFault.Unreachable, calls: 1);
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(1, world.See().Clean);
        world.Hypervisor.Lose();
        world.Settle();
        world.Hypervisor.Return();
        world.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(2, world.See().Clean);
    }

    [Fact]
    public void Storage_Full_AlarmsAndGoesOnWhenThereIsSpace()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.FailNext(SimulatedOperation.Clone, HypervisorFault.StorageFull, calls: 3);
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(TimeSpan.FromSeconds(20));
        Assert.Contains(world.See().Alarms, alarm => alarm.Cause.Contains("StorageFull", StringComparison.Ordinal));
        Assert.All(world.See().Slots, slot => Assert.NotEqual("quarantined", slot.State));
        world.Pass(Minute);
        Assert.Empty(world.Warm().Alarms);
    }

    [Fact]
    public void Journal_FailsOnce_NothingIsAcknowledgedThatItDoesNotHold()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Journal.FailNext(1);
        world.Signal(1);
        world.Pass(Minute);
        world.Warm();
        Assert.NotEmpty(world.Failures);
        Assert.Empty(world.ConsolePath.Grants);
    }

    [Fact]
    public void Clear_WithoutRefill_LeavesNothing()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        var waiting = world.Signal(1);
        world.Signal(2);
        world.Connect(2);
        world.Clear(refill: false);
        Assert.Empty(world.Hypervisor.Overlays);
        Assert.StartsWith("REFUSED an operator cleared", waiting.Lines[^1], StringComparison.Ordinal);
        Assert.Contains(
            world.See().Alarms, alarm => alarm.Cause.Contains("without refilling", StringComparison.Ordinal));
        world.Clear(refill: true);
        world.Warm();
    }

    [Fact]
    public void Clear_BeforeTheHypervisorIsSeen_IsAnsweredWhenAllIsGone()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.Lose();
        world.Restart(Seed + 1);
        var cleared = world.Pools.ClearAsync(world.Settings.Name, refill: false, CancellationToken.None);
        world.Settle();
        Assert.False(cleared.IsCompleted, "the clear was answered before anybody knew what there is");
        world.Hypervisor.Return();
        world.Pass(Minute);
        Assert.True(cleared.IsCompletedSuccessfully, "the clear was not answered");
        Assert.Empty(world.Hypervisor.Overlays);
        Assert.Contains(
            world.See().Alarms, alarm => alarm.Cause.Contains("without refilling", StringComparison.Ordinal));
    }
}
