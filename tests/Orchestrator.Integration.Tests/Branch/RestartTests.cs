using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>The daemon is killed at any moment and started again: nothing leaks, no used machine is offered.</summary>
[Collection(ServerCollection.Name)]
public sealed class RestartTests
{
    [Fact]
    public async Task Kill_WithCleanMachines_AdoptsThem()
    {
        await using var daemon = new DaemonProcess(new BranchSettings());
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        await daemon.KillAsync();
        daemon.Start();
        var after = await daemon.SeeAllCleanAsync();
        Assert.Equal(Machines(before), Machines(after));
    }

    [Fact]
    public async Task Kill_InUse_UsedMachineIsDeleted()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using var console = await SpiceClient.ConnectAsync("127.0.0.11", daemon.ConsolePort);
        await kiosk.ReadUntilAsync("CONNECTED");
        await daemon.KillAsync();
        daemon.Start();
        await SeeReplacedAsync(daemon, before);
    }

    [Fact]
    public async Task Kill_Offered_OfferIsNotTrusted()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        await daemon.KillAsync();
        daemon.Start();
        await SeeReplacedAsync(daemon, before);
    }

    [Fact]
    public async Task Kill_WhileCloning_LeavesOneMachineASlot()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Readiness = "agent" });
        for (var i = 0; i < 3; i++)
        {
            daemon.Start();
            await daemon.SeeAsync(
                "a machine on its way", "slots", slots =>
                    slots.Any(slot => DaemonProcess.Text(slot, "machineState") is "cloning" or "starting"));
            await daemon.KillAsync();
        }

        daemon.Start();
        var slots = await daemon.SeeAllCleanAsync();
        await SeeOnlyAsync(daemon, Machines(slots));
    }

    [Fact]
    public async Task Kill_DomainDiesMeanwhile_IsReplaced()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        daemon.Start();
        var before = await daemon.SeeAllCleanAsync();
        await daemon.KillAsync();
        await Virsh.RunAsync("destroy", Assert.Single(await Virsh.DomainsAsync(daemon.Pool)));
        daemon.Start();
        await SeeReplacedAsync(daemon, before);
    }

    private static async Task SeeReplacedAsync(DaemonProcess daemon, System.Text.Json.Nodes.JsonArray before)
    {
        var slots = await daemon.SeeAsync("another clean machine", "slots", all => all.Count == 1
            && DaemonProcess.Text(all[0], "machineState") == "clean"
            && DaemonProcess.Text(all[0], "machine") != DaemonProcess.Text(before[0], "machine"));
        await SeeOnlyAsync(daemon, Machines(slots));
    }

    /// <summary>libvirt holds exactly these machines: a domain and an overlay each.</summary>
    private static async Task SeeOnlyAsync(DaemonProcess daemon, IReadOnlyList<string> machines)
    {
        await Eventually.SeeAsync(
            $"domains of exactly {string.Join(", ", machines)}",
            async () => string.Join(
                ' ', (await Virsh.DomainsAsync(daemon.Pool)).Select(name => name[^16..]).Order(StringComparer.Ordinal)),
            seen => seen == string.Join(' ', machines));
        Assert.Equal(machines, Virsh.Overlays(daemon.Pool).Select(name => name[^22..^6]).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> Machines(System.Text.Json.Nodes.JsonArray slots) =>
        [.. slots.Select(slot => DaemonProcess.Text(slot, "machine")!).Order(StringComparer.Ordinal)];
}
