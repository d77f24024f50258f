using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>The kiosk's own script on an X display, with its slides and its viewer, against the real daemon.</summary>
[Collection(ServerCollection.Name)]
public sealed class KioskTests
{
    private const string WaitingSlides = "feh.*/slides/waiting/";
    private const string IdleSlides = "feh.*/slides/idle/";

    // main, display, cursor, inputs, playback, record and two USB redirections: what the golden domain offers.
    private const int ChannelsMin = 8;

    [Fact]
    public async Task Kiosk_WholeRound_WaitsWorksRestsAndComesBack()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Pool = "connectAttempts: 30" });
        await using var kiosk = new KioskStation();
        await kiosk.StartAsync(KioskStation.ConfigurationOf(daemon));
        await kiosk.SeeWindowAsync(WaitingSlides);
        daemon.Start();

        await SeeDesktopAsync(daemon, kiosk);
        await kiosk.KillAsync("remote-viewer");
        await daemon.SeeEndedAsync("disconnected");
        await SeeRestingAsync(daemon, kiosk, sessions: 1);

        await kiosk.PressKeyAsync();
        await SeeDesktopAsync(daemon, kiosk);
        await Virsh.RunAsync("destroy", Assert.Single(await Virsh.DomainsAsync(daemon.Pool)));
        await daemon.SeeEndedAsync("machineStopped");
        await SeeRestingAsync(daemon, kiosk, sessions: 2);
        await kiosk.TerminateAsync();
    }

    [Fact]
    public async Task Kiosk_ServerAbsent_ShowsSlidesAndSaysWhy()
    {
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1 });
        await using var kiosk = new KioskStation();
        await kiosk.StartAsync(KioskStation.ConfigurationOf(daemon));
        await kiosk.SeeWindowAsync(WaitingSlides);
        await Eventually.SeeAsync(
            "a second try", () => Task.FromResult(kiosk.Said), said => said.Split("offered no desktop").Length > 2);
        Assert.Contains(
            $"127.0.0.1:{daemon.SignalPort} offered no desktop: no answer", kiosk.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vdi_signal_port=5905", "vdi_signal_port=0", "vdi_signal_port is '0'; it must be a TCP port")]
    [InlineData("vdi_spice_port=5906", "vdi_spice_port=65536", "vdi_spice_port is '65536'; it must be a TCP port")]
    [InlineData("vdi_spice_port=5906", "vdi_spice_port=x", "vdi_spice_port is 'x'; it must be a TCP port")]
    [InlineData("server_ip=127.0.0.1", "server_ip=", "key 'server_ip' is missing")]
    [InlineData("animation_folder=/a", "# nothing", "key 'animation_folder' is missing")]
    [InlineData("animation_folder=/a", "animation_folder", ":4: 'animation_folder' is not key=value")]
    [InlineData("background_folder=/b", "backgroundfolder=/b", ":5: unknown key 'backgroundfolder'; the keys are")]
    public async Task Configuration_Broken_IsNamed(string line, string replacement, string expected)
    {
        string[] whole =
        [
            "server_ip=127.0.0.1", "vdi_signal_port=5905", "vdi_spice_port=5906", "animation_folder=/a",
            "background_folder=/b",
        ];
        Assert.Contains(line, whole);
        await using var kiosk = new KioskStation();
        await kiosk.StartAsync(whole.Select(one => one == line ? replacement : one));
        Assert.Equal(2, await kiosk.WaitForExitAsync());
        Assert.Contains(expected, kiosk.Said, StringComparison.Ordinal);
        Assert.Contains(kiosk.Configuration, kiosk.Said, StringComparison.Ordinal);
    }

    /// <summary>The viewer's window is there, all its channels are open, and the server knows of its use.</summary>
    private static async Task SeeDesktopAsync(DaemonProcess daemon, KioskStation kiosk)
    {
        var session = await daemon.SeeSessionAsync(
            "a connected session", one => DaemonProcess.Text(one, "state") == "connected");
        var machine = DaemonProcess.Text(session, "machine")!;
        await kiosk.SeeWindowAsync($"pbm-{daemon.Pool}-.*{machine}");
        await Eventually.SeeAsync(
            $"{ChannelsMin} open channels", () => ChannelsAsync(daemon.ConsolePort), open => open >= ChannelsMin);
    }

    /// <summary>The idle slides are there and the kiosk does not ask for another desktop.</summary>
    private static async Task SeeRestingAsync(DaemonProcess daemon, KioskStation kiosk, int sessions)
    {
        await kiosk.SeeWindowAsync(IdleSlides);
        await kiosk.SeeProgramAsync("xinput");
        await daemon.SeeAllCleanAsync();
        Assert.Equal(sessions, (await daemon.GetAsync("sessions")).Count);
    }

    private static async Task<int> ChannelsAsync(int port)
    {
        var filter = string.Create(CultureInfo.InvariantCulture, $"sport = :{port}");
        var sockets = await Command.RunAsync("ss", "-Htn", "state", "established", filter);
        return sockets.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
