using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Machines;

/// <summary>Machines that fail, hang, die or are tampered with.</summary>
public sealed class TroubleTests
{
    private const int Seed = 2;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The journal says that it was clean when the process died; what became of it since, only a look
    /// says.</summary>
    [Fact]
    public void Restart_CleanMachineNotYetProbed_IsNotOffered()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.AgentAnswers = false;
        world.Restart(Seed);
        var line = world.Signal(1);
        Assert.StartsWith("WAIT", Assert.Single(line.Lines), StringComparison.Ordinal);
        world.Hypervisor.AgentAnswers = true;
        world.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(SignalText.RuleAdded, line.Lines[^1]);
    }

    [Fact]
    public void Machine_DiesInUse_EndsTheSession()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.Stop(Used(world));
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("machineStopped", world.See().Sessions[0].EndReason);
        Assert.Empty(world.ConsolePath.Grants);
        world.Warm();
        Assert.NotNull(world.See().Sessions[0].MachineGoneAt);
    }

    [Fact]
    public void Machine_DiesOffered_IsSwappedUnseen()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        var line = world.Signal(1);
        var first = Used(world);
        world.Hypervisor.Stop(first);
        world.Settle();
        Assert.All(line.Lines, text => Assert.Equal(SignalText.RuleAdded, text));
        Assert.Equal(("offered", true), (world.See().Sessions[0].State, Used(world) != first));
        world.Connect(1);
        Assert.Equal(SignalText.Connected, line.Lines[^1]);
    }

    [Fact]
    public void Machine_ConsoleTamperedWhileClean_IsReplaced()
    {
        var world = new PoolWorld(Seed);
        var victim = Name(world, world.Warm().Slots[0]);
        world.Hypervisor.Report(new ConsoleChannelOpened(victim, "127.0.0.1:40000"));
        world.Pass(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(victim, world.Hypervisor.Running);
        world.Warm();
    }

    [Fact]
    public void Machine_TamperedAndItsWriteFails_IsReplaced()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        var victim = world.Hypervisor.Running.First();
        world.Journal.FailNext(1, after: 0);
        world.Hypervisor.Report(new ConsoleChannelOpened(victim, "127.0.0.1:40000"));
        world.Warm();
        Assert.Single(world.Failures);
        Assert.DoesNotContain(victim, world.Hypervisor.Running);
    }

    [Fact]
    public void Machine_ConsoleTamperedWhileCloning_IsReplaced()
    {
        var world = new PoolWorld(Seed);
        var victim = Name(world, world.See().Slots[0]);
        Assert.Equal("cloning", world.See().Slots[0].MachineState);
        world.Hypervisor.Report(new ConsoleChannelOpened(victim, "127.0.0.1:40000"));
        world.Pass(TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(victim, world.Hypervisor.Running);
        world.Warm();
    }

    [Fact]
    public void Channels_HypervisorSaysAllClosed_EndTheSession()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.Report(new ConsoleChannelOpened(Used(world), "127.0.0.1:40000"));
        world.Pass(Minute);
        Assert.Equal("connected", world.See().Sessions[0].State);
        world.Hypervisor.Report(new ConsoleChannelClosed(Used(world), "127.0.0.1:40000"));
        world.Pass(world.Settings.DisconnectGrace);
        Assert.Equal("disconnected", world.See().Sessions[0].EndReason);
    }

    [Fact]
    public void Offer_OnlyTheHypervisorSawAClient_IsNotCleanAgain()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        var offered = Used(world);
        world.Hypervisor.Report(new ConsoleChannelOpened(offered, "127.0.0.1:40000"));
        world.Pass(Minute);
        Assert.DoesNotContain(world.Hypervisor.Overlays, name => name == offered);
    }

    [Fact]
    public void Clone_Hangs_IsRestartedAndReplaced()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.FailNext(SimulatedOperation.Clone, fault: null, calls: 1);
        world.Hypervisor.Stop(Name(world, world.See().Slots[0]));
        world.Pass(world.Settings.CloneDeadline + Minute);
        Assert.Contains(
            world.Failures, failure => failure.Contains("clone passed its deadline", StringComparison.Ordinal));
        world.Warm();
        Assert.Equal(2, world.Hypervisor.Overlays.Count);
    }

    [Fact]
    public void Delete_HangsThenWorks_IsRestarted()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.FailNext(SimulatedOperation.Delete, fault: null, calls: 2);
        world.Disconnect(1);
        world.Pass(2 * Minute);
        world.Warm();
        Assert.NotNull(world.See().Sessions[0].MachineGoneAt);
    }

    [Fact]
    public void Delete_NeverWorks_QuarantinesTheSlotOnly()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Hypervisor.FailNext(SimulatedOperation.Delete, HypervisorFault.Failed, calls: 6);
        world.Disconnect(1);
        world.Pass(2 * Minute);
        var pool = world.See();
        Assert.Contains(pool.Slots, slot => slot.State == "quarantined");
        Assert.Contains(pool.Alarms, alarm => alarm.Cause.Contains("quarantined", StringComparison.Ordinal));
        Assert.Equal(1, pool.Clean);
        world.Pass(world.Settings.QuarantineRest);
        world.Warm();
    }

    [Fact]
    public void Clone_PortTakenBySomebodyElse_QuarantinesTheSlot()
    {
        var world = new PoolWorld(Seed);
        world.Hypervisor.TakenPorts.Add(world.Settings.FirstConsolePort);
        world.Pass(Minute);
        var pool = world.See();
        Assert.Equal("quarantined", pool.Slots[0].State);
        Assert.Contains("taken by somebody else", pool.Slots[0].LastFailure, StringComparison.Ordinal);
        Assert.Equal(1, pool.Clean);
        world.Hypervisor.TakenPorts.Clear();
        world.Pass(world.Settings.QuarantineRest);
        world.Warm();
    }

    [Fact]
    public void Guest_NeverReady_IsReplacedAfterTheDeadline()
    {
        var world = new PoolWorld(Seed);
        world.Hypervisor.AgentAnswers = false;
        world.Pass(world.Settings.ReadinessDeadline + TimeSpan.FromSeconds(5));
        Assert.Contains(world.See().Slots, slot => slot.LastFailure is not null
            && slot.LastFailure.Contains("readiness probe", StringComparison.Ordinal));
        world.Hypervisor.AgentAnswers = true;
        world.Pass(Minute);
        world.Warm();
    }

    [Fact]
    public void Orphan_WithoutOwner_IsSweptAway()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Hypervisor.AddOrphan(new MachineName(new SlotId(world.Settings.Name, 5920), new MachineId(1)));
        world.Pass(world.Settings.JanitorInterval);
        Assert.Equal((3, 1, 0), (world.Hypervisor.Overlays.Count, world.See().Orphans, world.See().Removed));
        world.Pass(world.Settings.JanitorInterval + TimeSpan.FromSeconds(5));
        Assert.Equal((2, 1), (world.Hypervisor.Overlays.Count, world.See().Removed));
    }

    private static MachineName Used(PoolWorld world)
    {
        var session = world.See().Sessions[0];
        return new MachineName(session.Slot!.Value, session.Machine!.Value);
    }

    private static MachineName Name(PoolWorld world, Orchestrator.Pool.Pools.SlotSnapshot slot)
    {
        Assert.Equal(world.Settings.Name, slot.Id.Pool);
        return new MachineName(slot.Id, slot.Machine!.Value);
    }
}
