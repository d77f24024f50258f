using Orchestrator.Core.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Tests.Pools;

/// <summary>What a kiosk sees, from the signal to the proof.</summary>
public sealed class ServingTests
{
    private const int Seed = 1;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Signal_CleanMachine_IsOfferedAtOnce()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        Assert.Equal([SignalText.RuleAdded], world.Signal(1).Lines);
        Assert.Single(world.ConsolePath.Grants);
    }

    [Fact]
    public void Signal_NobodyConnects_TimesOutAndIsCleanAgain()
    {
        var world = new PoolWorld(Seed);
        var machines = world.Warm().Slots.Select(slot => slot.Machine).ToList();
        var line = world.Signal(1);
        world.Pass(TimeSpan.FromSeconds(world.Settings.ConnectAttempts));
        Assert.Equal([.. Enumerable.Repeat(SignalText.RuleAdded, 10), SignalText.Timeout], line.Lines);
        Assert.True(line.IsClosed);
        var pool = world.Warm();
        Assert.Equal(machines, pool.Slots.Select(slot => slot.Machine));
        Assert.Empty(world.ConsolePath.Grants);
        var session = pool.Sessions[0];
        Assert.Equal(("ended", "nobodyConnected", null), (session.State, session.EndReason, session.Machine));
    }

    [Fact]
    public void Session_KioskLeaves_MachineIsDestroyedAndReplaced()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        var line = world.Signal(1);
        world.Connect(1);
        Assert.Equal([SignalText.RuleAdded, SignalText.Connected], line.Lines);
        Assert.True(line.IsClosed);
        var used = world.See().Sessions[0].Machine;
        world.Disconnect(1);
        world.Pass(world.Settings.DisconnectGrace);
        Assert.Empty(world.ConsolePath.Grants);
        world.Pass(Second);
        Assert.DoesNotContain(world.Hypervisor.Overlays, name => name.Machine == used);
        var session = world.Warm().Sessions[0];
        Assert.Equal(("ended", "disconnected"), (session.State, session.EndReason));
        Assert.NotNull(session.MachineGoneAt);
        Assert.DoesNotContain(world.See().Slots, slot => slot.Machine == used);
    }

    [Fact]
    public void Session_ChannelDropsAndReturns_GoesOn()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Disconnect(1);
        world.Pass(Second);
        world.Connect(1);
        world.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal("connected", world.See().Sessions[0].State);
    }

    [Fact]
    public void Session_NoInput_EndsIdle()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Pass(TimeSpan.FromMinutes(4));
        world.ConsolePath.Input(PoolWorld.Kiosk(1));
        world.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal("connected", world.See().Sessions[0].State);
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("idle", world.See().Sessions[0].EndReason);
    }

    [Fact]
    public void Session_Limit_EndsItWhateverHappens()
    {
        var world = new PoolWorld(Seed, settings => settings with { SessionLimit = TimeSpan.FromMinutes(2) });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        world.Pass(TimeSpan.FromMinutes(1));
        world.ConsolePath.Input(PoolWorld.Kiosk(1));
        world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("limitReached", world.See().Sessions[0].EndReason);
    }

    [Fact]
    public void Signal_AllInUse_WaitsInOrderWithEstimate()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var second = world.Signal(2);
        var third = world.Signal(3);
        Assert.Matches("^WAIT position=1 eta=30[0-9]$", Assert.Single(second.Lines));
        Assert.StartsWith("WAIT position=2 eta=", Assert.Single(third.Lines), StringComparison.Ordinal);
        world.Disconnect(1);
        world.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal(SignalText.RuleAdded, second.Lines[^1]);
        Assert.StartsWith("WAIT position=1", third.Lines[^1], StringComparison.Ordinal);
    }

    /// <summary>A machine that libvirt's return has looked at says again that it is clean, and may have been given away
    /// by then.</summary>
    [Fact]
    public void Machine_SaysCleanWhileGiven_IsGivenToNobodyElse()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var world = new PoolWorld(seed);
            world.Warm();
            world.Hypervisor.Lose();
            world.Hypervisor.Return();
            world.Turns(seed % 40);
            FakeLine[] lines = [new(), new(), new()];
            for (var kiosk = 0; kiosk < lines.Length; kiosk++)
            {
                world.Pools.Signal(world.Settings.Name, PoolWorld.Kiosk(kiosk + 1), lines[kiosk]);
                world.Turns(1);
            }

            world.Settle();
            Assert.True(
                lines[0].Lines.Contains(SignalText.RuleAdded) && lines[1].Lines.Contains(SignalText.RuleAdded),
                $"seed {seed}: of two machines the first two kiosks have: "
                + string.Join("; ", lines.Select(line => line.Lines.LastOrDefault())));
        }
    }

    [Fact]
    public void Kiosk_HangsUpWhileWaiting_LeavesTheLine()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 1 });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var second = world.Signal(2);
        var third = world.Signal(3);
        second.HangUp();
        world.Pass(Second);
        Assert.StartsWith("WAIT position=1", third.Lines[^1], StringComparison.Ordinal);
        Assert.Equal(1, world.See().Waiting);
    }

    [Fact]
    public void Signal_RepeatedInUse_ReplacesTheSession()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var used = world.See().Sessions[0].Machine;
        var again = world.Signal(1);
        Assert.Equal(SignalText.RuleAdded, again.Lines[^1]);
        var sessions = world.See().Sessions;
        Assert.Equal("replaced", sessions[1].EndReason);
        Assert.NotEqual(used, sessions[0].Machine);
    }

    [Fact]
    public void Signal_RepeatedWithRefuse_KeepsTheSession()
    {
        var world = new PoolWorld(Seed, settings => settings with { OnRepeatedSignal = RepeatedSignal.Refuse });
        world.Warm();
        world.Signal(1);
        world.Connect(1);
        var again = world.Signal(1);
        Assert.StartsWith("REFUSED a session of this kiosk", Assert.Single(again.Lines), StringComparison.Ordinal);
        Assert.Equal("connected", world.See().Sessions[0].State);
    }

    [Fact]
    public void Signal_QueueFull_IsRefused()
    {
        var world = new PoolWorld(Seed, settings => settings with { Size = 1, QueueLengthMax = 1 });
        world.Signal(1);
        var second = world.Signal(2);
        Assert.StartsWith("REFUSED 1 kiosks wait already", Assert.Single(second.Lines), StringComparison.Ordinal);
        Assert.True(second.IsClosed);
    }

    [Fact]
    public void Path_CannotBeOpened_IsRefused()
    {
        var world = new PoolWorld(Seed);
        world.Warm();
        world.ConsolePath.RefusesToOpen = true;
        Assert.StartsWith("REFUSED the console path", world.Signal(1).Lines[^1], StringComparison.Ordinal);
        world.ConsolePath.RefusesToOpen = false;
        world.Warm();
    }
}
