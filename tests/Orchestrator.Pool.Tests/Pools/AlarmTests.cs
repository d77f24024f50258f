using Orchestrator.Core.Alarms;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>Alarms from the condition to the operator, through failures of the journal and restarts.</summary>
public sealed class AlarmTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Alarm_RaisedBeforeARestart_KeepsItsSince(int seed)
    {
        var world = Broken(seed);
        var before = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmId.GoldenImage, AlarmSeverity.Critical), (before.Id, before.Severity));
        world.Pass(Minute);
        world.Hypervisor.Lose();
        world.Restart(seed);
        Assert.Contains(before, world.See().Alarms);
        world.Hypervisor.Return();
        world.Pass(Minute);
        Assert.Equal(before.Since, Assert.Single(world.See().Alarms).Since);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Alarm_WellAfterARestart_IsCleared(int seed)
    {
        var world = Broken(seed);
        world.Hypervisor.GoldenImageFault = null;
        world.Restart(seed);
        Assert.Empty(world.Warm().Alarms);
        world.Restart(seed);
        Assert.Empty(world.Warm().Alarms);
    }

    [Fact]
    public void Drained_AfterARestart_IsOver()
    {
        var world = new PoolWorld(1);
        world.Warm();
        world.Clear(refill: false);
        Assert.Equal(AlarmId.Drained, Assert.Single(world.See().Alarms).Id);
        world.Restart(1);
        Assert.Empty(world.Warm().Alarms);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Alarm_JournalFailsAtFirst_IsRaisedLater(int seed)
    {
        var world = new PoolWorld(seed);
        world.Warm();
        world.Journal.FailNext(2);
        world.Hypervisor.Lose();
        world.Settle();
        Assert.Empty(world.See().Alarms);
        world.Pass(Minute);
        Assert.Equal(AlarmId.HypervisorUnreachable, Assert.Single(world.See().Alarms).Id);
        Assert.Equal(2, world.Failures.Count(failure => failure.Contains("alarms", StringComparison.Ordinal)));
        world.Hypervisor.Return();
        Assert.Empty(world.Warm().Alarms);
    }

    [Fact]
    public void Quarantine_OfOneSlotThenAll_BecomesCritical()
    {
        var world = new PoolWorld(1);
        world.Hypervisor.TakenPorts.Add(5920);
        world.Pass(Minute);
        var before = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmId.Quarantine, AlarmSeverity.Warning), (before.Id, before.Severity));
        world.Hypervisor.TakenPorts.Add(5921);
        world.Hypervisor.Stop(Assert.Single(world.Hypervisor.Running));
        world.Pass(Minute);
        var after = Assert.Single(world.See().Alarms);
        Assert.Equal((AlarmSeverity.Critical, before.Since), (after.Severity, after.Since));
        Assert.Contains("demo/5921", after.Cause, StringComparison.Ordinal);
    }

    private static PoolWorld Broken(int seed)
    {
        var world = new PoolWorld(seed);
        world.Hypervisor.GoldenImageFault = HypervisorFault.GoldenImageDamaged;
        world.Restart(seed);
        world.Pass(Minute);
        return world;
    }
}
