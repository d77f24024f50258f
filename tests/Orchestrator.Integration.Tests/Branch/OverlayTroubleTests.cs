using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>An overlay directory that takes no more writes.</summary>
[Collection(ServerCollection.Name)]
public sealed class OverlayTroubleTests
{
    [Fact]
    public async Task Directory_Full_AlarmsAndHeals()
    {
        await using var overlays = await SmallOverlays.CreateAsync();
        await overlays.FillAsync();
        await using var daemon = new DaemonProcess(overlays.Settings);
        daemon.Start();
        await daemon.SeeAlarmAsync("No space left on device");
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("WAIT position=1 ");
        Assert.Empty(await daemon.LeftoversAsync());

        overlays.MakeRoom();
        await kiosk.ReadUntilAsync("RULE ADDED");
        await daemon.SeeNoAlarmAsync();
    }

    [Fact]
    public async Task Directory_ReadOnly_AlarmsAndHeals()
    {
        await using var overlays = await SmallOverlays.CreateAsync();
        await overlays.RemountAsync("ro");
        await using var daemon = new DaemonProcess(overlays.Settings);
        daemon.Start();
        await daemon.SeeAlarmAsync("Read-only file system");
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("WAIT position=1 ");
        Assert.Empty(await daemon.LeftoversAsync());

        await overlays.RemountAsync("rw");
        await kiosk.ReadUntilAsync("RULE ADDED");
        await daemon.SeeNoAlarmAsync();
    }
}
