using Orchestrator.Integration.Tests.Hypervisor;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>What is wrong with a golden image, a slot's port or libvirt itself is an alarm, and heals by itself when
/// the cause is gone.</summary>
[Collection(ServerCollection.Name)]
public sealed class GoldenTroubleTests
{
    [Fact]
    public async Task Golden_MissingThenRunning_AlarmsAndHeals()
    {
        await using var golden = new GoldenCopy();
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, GoldenImage = golden.Name });
        daemon.Start();
        await daemon.SeeAlarmAsync($"no machine is made: golden image {golden.Name}");
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("WAIT position=1 ");

        await golden.DefineAsync();
        await Virsh.RunAsync("start", golden.Name);
        await daemon.SeeAlarmAsync("is running");
        Assert.Empty(await daemon.LeftoversAsync());

        await Virsh.RunAsync("destroy", golden.Name);
        await kiosk.ReadUntilAsync("RULE ADDED");
        await daemon.SeeNoAlarmAsync();
    }

    [Fact]
    public async Task Golden_ChangedUnderClones_StopsCloningAndKeepsServing()
    {
        await using var golden = new GoldenCopy();
        await golden.DefineAsync();
        await using var daemon = new DaemonProcess(new BranchSettings { GoldenImage = golden.Name });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        golden.Change();

        using (var console = await UseAsync(daemon, "127.0.0.11"))
        {
        }

        await daemon.SeeEndedAsync("disconnected");
        await daemon.SeeAlarmAsync("clones on a changed base are corrupt");
        var slots = await daemon.GetAsync("slots");
        var kept = Assert.Single(slots, slot => DaemonProcess.Text(slot, "machineState") == "clean");
        Assert.Contains(before, slot => DaemonProcess.Text(slot, "machine") == DaemonProcess.Text(kept, "machine"));
        using var served = await UseAsync(daemon, "127.0.0.12");

        // The documented way out: nothing stands on the old image any more, so the new one may be recorded.
        await daemon.ClearAsync(refill: true);
        await daemon.SeeAllCleanAsync();
        await daemon.SeeNoAlarmAsync();
    }

    [Fact]
    public async Task SlotPort_Taken_RestsThatSlotOnlyAndHeals()
    {
        await using var daemon = new DaemonProcess(
            new BranchSettings { Pool = "failuresInARowMax: 2, quarantineRest: 2s" });
        using (var taken = new System.Net.Sockets.TcpListener(
            System.Net.IPAddress.Loopback, daemon.Settings.FirstConsolePort))
        {
            taken.Start();
            daemon.Start();
            await daemon.SeeAlarmAsync($"somebody else listens on 127.0.0.1:{daemon.Settings.FirstConsolePort}");
            using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
            await kiosk.ReadUntilAsync("RULE ADDED");
            kiosk.Reset();
        }

        await daemon.SeeAllCleanAsync();
        await daemon.SeeNoAlarmAsync();
    }

    [Fact]
    public async Task Libvirt_AbsentAtStart_WaitsAndHeals()
    {
        var folder = Directory.CreateTempSubdirectory("pbm-libvirt-");
        try
        {
            using var cut = new SocketCut(Path.Combine(folder.FullName, "libvirt.sock"));
            cut.Cut();
            await using var daemon = new DaemonProcess(
                new BranchSettings { Size = 1, Uri = $"qemu+unix:///system?socket={cut.Path}" });
            daemon.Start();
            await daemon.SeeAlarmAsync("hypervisor cannot be reached");
            using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
            await kiosk.ReadUntilAsync("WAIT position=1 ");

            cut.Mend();
            await kiosk.ReadUntilAsync("RULE ADDED");
            await daemon.SeeNoAlarmAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<SpiceClient> UseAsync(DaemonProcess daemon, string address)
    {
        using var kiosk = await KioskClient.SignalAsync(address, daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        var console = await SpiceClient.ConnectAsync(address, daemon.ConsolePort);
        Assert.Equal(0u, await console.LinkMainAsync());
        await kiosk.ReadUntilAsync("CONNECTED");
        return console;
    }
}
