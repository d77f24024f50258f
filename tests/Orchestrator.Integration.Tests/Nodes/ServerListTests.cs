using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>The kiosk's own script knows several servers and takes the first that answers.</summary>
[Collection(NodesCollection.Name)]
public sealed class ServerListTests(ThreeServers servers)
{
    private const string NoServer = "10.77.24.99";

    private BranchOfThree Branch => servers.Branch;

    [Fact]
    public async Task Servers_OneGoneOneClosed_NextServes()
    {
        await Branch.MakeWellAsync();
        var closed = Branch.Servers[0];
        await closed.Daemon.KillAsync();
        await ServeAsync([NoServer, $"{closed.Address}", $"{Branch.Servers[1].Address}"], Branch.Servers[1]);
        await Branch.MakeWellAsync();
    }

    [Fact]
    public async Task Servers_FirstTakesTheCallInSilence_NextServes()
    {
        await Branch.MakeWellAsync();
        var silent = Branch.Servers[0];
        await silent.Daemon.PauseAsync();
        try
        {
            await ServeAsync([$"{silent.Address}", $"{Branch.Servers[2].Address}"], Branch.Servers[2]);
        }
        finally
        {
            await silent.Daemon.ResumeAsync();
        }

        await Branch.SeeWellAsync();
    }

    [Fact]
    public async Task Servers_FirstLetsTheKioskWait_IsWaitedFor()
    {
        using var scene = await BusyScene.BeginAsync(Branch);
        var kiosk = await Branch.KioskAsync(4);
        await using var station = new KioskStation(kiosk);
        await station.StartAsync(Configuration([$"{scene.Entry.Address}", $"{scene.Owner.Address}"]));
        await scene.Entry.SeeSessionAsync(kiosk, "queued", one => DaemonProcess.Text(one, "state") == "queued");
        scene.Dispose();
        await scene.Entry.SeeSessionAsync(kiosk, "connected", one =>
            DaemonProcess.Text(one, "state") == "connected");
        await station.TerminateAsync();
        await Branch.SeeWellAsync();
    }

    private async Task ServeAsync(string[] list, BranchServer expected)
    {
        var kiosk = await Branch.KioskAsync(4);
        await using var station = new KioskStation(kiosk);
        await station.StartAsync(Configuration(list));
        var session = await expected.SeeSessionAsync(kiosk, "connected", one =>
            DaemonProcess.Text(one, "state") == "connected");
        await station.SeeWindowAsync($"pbm-{BranchOfThree.Pool}-.*{DaemonProcess.Text(session, "machine")}");
        foreach (var passed in list.SkipLast(1))
        {
            Assert.Contains($"{passed}:5905 offered no desktop: no answer", station.Said, StringComparison.Ordinal);
        }

        await station.TerminateAsync();
    }

    private static string[] Configuration(string[] list) =>
    [
        $"server_ip={string.Join(',', list)}",
        "vdi_signal_port=5905",
        "vdi_spice_port=5906",
        $"animation_folder={Repository.File("deploy", "kiosk", "slides", "waiting")}",
        $"background_folder={Repository.File("deploy", "kiosk", "slides", "idle")}",
    ];
}
