using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>The main job, end to end: real daemon, real libvirt, real QEMU.</summary>
[Collection(ServerCollection.Name)]
public sealed class CycleTests
{
    private static readonly TimeSpan CutBound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Cycle_KioskUsesAndLeaves_NothingIsLeft()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Readiness = "agent" });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();

        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED, CONNECT NOW");
        using (var console = await SpiceClient.ConnectAsync("127.0.0.11", daemon.ConsolePort))
        {
            Assert.Equal(0u, await console.LinkMainAsync());
            await kiosk.ReadUntilAsync("CONNECTED");
        }

        var sessions = await daemon.SeeAsync(
            "the proof that the machine is gone", "sessions", all =>
                DaemonProcess.Text(all.FirstOrDefault(), "machineGoneAt") is not null);
        Assert.Equal("disconnected", DaemonProcess.Text(sessions[0], "endReason"));
        var used = DaemonProcess.Text(sessions[0], "machine")!;
        Assert.DoesNotContain(
            await Virsh.DomainsAsync(daemon.Pool), name => name.EndsWith(used, StringComparison.Ordinal));
        Assert.DoesNotContain(Virsh.Overlays(daemon.Pool), name => name.Contains(used, StringComparison.Ordinal));

        var after = await daemon.SeeAllCleanAsync();
        Assert.DoesNotContain(after, slot => DaemonProcess.Text(slot, "machine") == used);
        Assert.Contains(before, slot => DaemonProcess.Text(slot, "machine") == used);
    }

    [Fact]
    public async Task Console_AddressWithoutOffer_IsClosedAtOnce()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using var stranger = await SpiceClient.ConnectAsync("127.0.0.12", daemon.ConsolePort);
        Assert.True(await stranger.IsCutAsync(CutBound), "a stranger's connection stayed open");
    }

    [Fact]
    public async Task Offer_NobodyConnects_MachineIsCleanAgain()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "connectAttempts: 1" });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("TIMEOUT");
        var after = await daemon.SeeAllCleanAsync();
        Assert.Equal(DaemonProcess.Text(before[0], "machine"), DaemonProcess.Text(after[0], "machine"));
    }

    [Fact]
    public async Task Domain_DestroyedInUse_EndsTheSession()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using var console = await SpiceClient.ConnectAsync("127.0.0.11", daemon.ConsolePort);
        await console.LinkMainAsync();
        await kiosk.ReadUntilAsync("CONNECTED");
        await Virsh.RunAsync("destroy", Assert.Single(await Virsh.DomainsAsync(daemon.Pool)));
        Assert.True(await console.IsCutAsync(CutBound), "the console of a destroyed machine stayed open");
        await daemon.SeeAsync(
            "an ended session with its proof", "sessions", all =>
                DaemonProcess.Text(all.FirstOrDefault(), "machineGoneAt") is not null);
    }

    [Fact]
    public async Task Signal_NoCleanMachine_WaitsInOrder()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Readiness = "agent" });
        daemon.Start();
        await daemon.SeeAsync("the pool", "pools", pools => pools.Count == 1);
        using var first = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        Assert.StartsWith("WAIT position=1 eta=", await first.ReadUntilAsync("WAIT"), StringComparison.Ordinal);
        using var second = await KioskClient.SignalAsync("127.0.0.12", daemon.SignalPort);
        Assert.StartsWith("WAIT position=2 eta=", await second.ReadUntilAsync("WAIT"), StringComparison.Ordinal);
        await first.ReadUntilAsync("RULE ADDED");
        Assert.DoesNotContain("RULE ADDED, CONNECT NOW", second.Lines);
    }
}
