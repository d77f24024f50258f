using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A kiosk calls one server and gets another one's machine; it sees one address throughout.</summary>
[Collection(NodesCollection.Name)]
public sealed class RemoteMachineTests(ThreeServers servers)
{
    private static readonly TimeSpan CutBound = TimeSpan.FromSeconds(30);

    private BranchOfThree Branch => servers.Branch;

    [Fact]
    public async Task Plan_ThreeEqualServers_GivesOneSlotEach()
    {
        await Branch.MakeWellAsync();
        foreach (var server in Branch.Servers)
        {
            Assert.Single(await server.MachinesAsync("clean"));
        }
    }

    [Fact]
    public async Task Kiosk_ServerWithoutCleanMachine_UsesAnothers()
    {
        await using var scene = await RemoteScene.BeginAsync(Branch);
        var (owner, machine) = await scene.OfferedAsync();
        using (var console = await SpiceClient.ConnectAsync(scene.Kiosk, scene.Entry.Console))
        {
            Assert.Equal(0u, await console.LinkMainAsync());
            Assert.NotEqual(0u, await console.ReadSessionAsync());
            await scene.Line.ReadUntilAsync("CONNECTED");
            Assert.Contains(machine, await owner.MachinesAsync("inUse"));
        }

        await scene.SeeEndedAsync("disconnected");
        await owner.SeeAsync("another machine", "slots", slots =>
            slots.All(slot => DaemonProcess.Text(slot, "machine") != machine));
        Assert.DoesNotContain(
            await owner.Machine.DomainsAsync(BranchOfThree.Pool),
            name => name.EndsWith(machine, StringComparison.Ordinal));
        await scene.EndAsync();
    }

    [Fact]
    public async Task Kiosk_WithoutInput_IsCutFromTheOthersMachine()
    {
        await using var scene = await RemoteScene.BeginAsync(Branch);
        await scene.OfferedAsync();
        using var main = await SpiceClient.ConnectAsync(scene.Kiosk, scene.Entry.Console);
        Assert.Equal(0u, await main.LinkMainAsync());
        using var inputs = await SpiceClient.ConnectAsync(scene.Kiosk, scene.Entry.Console);
        Assert.Equal(0u, await inputs.LinkAsync(SpiceClient.Inputs, await main.ReadSessionAsync()));
        await inputs.PressKeyAsync();
        await scene.SeeEndedAsync("idle");
        Assert.True(await main.IsCutAsync(CutBound), "the console of an idle kiosk was not cut");
        await scene.EndAsync();
    }

    [Fact]
    public async Task Kiosk_NobodyConnects_OwnerHasTheSameMachineClean()
    {
        await using var scene = await RemoteScene.BeginAsync(Branch);
        var (owner, machine) = await scene.OfferedAsync();
        await scene.Line.ReadUntilAsync("TIMEOUT");
        await owner.SeeAsync("the untouched machine clean again", "slots", slots => slots.Any(slot =>
            DaemonProcess.Text(slot, "machine") == machine && DaemonProcess.Text(slot, "machineState") == "clean"));
        await scene.EndAsync();
    }

    [Fact]
    public async Task Kiosk_RemoteViewer_ShowsTheOthersDesktop()
    {
        await Branch.MakeWellAsync();
        var entry = Branch.Servers[0];
        using var first = await KioskClient.SignalAsync(await Branch.KioskAsync(0), entry.Signal);
        await first.ReadUntilAsync("RULE ADDED");
        var kiosk = await Branch.KioskAsync(1);
        await using var station = new KioskStation(kiosk);
        await station.StartAsync(
        [
            $"server_ip={entry.Address}",
            $"vdi_signal_port={entry.Signal.Port}",
            $"vdi_spice_port={entry.Console.Port}",
            $"animation_folder={Repository.File("deploy", "kiosk", "slides", "waiting")}",
            $"background_folder={Repository.File("deploy", "kiosk", "slides", "idle")}",
        ]);
        var session = await entry.SeeSessionAsync(
            kiosk, "connected", one => DaemonProcess.Text(one, "state") == "connected");
        Assert.NotNull(DaemonProcess.Text(session, "owner"));
        await station.SeeWindowAsync($"pbm-{BranchOfThree.Pool}-.*{DaemonProcess.Text(session, "machine")}");
        await station.KillAsync("remote-viewer");
        await entry.SeeSessionAsync(kiosk, "ended", one => DaemonProcess.Text(one, "state") == "ended");
        await station.TerminateAsync();
        first.Dispose();
        await Branch.SeeWellAsync();
    }
}
