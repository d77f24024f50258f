using System.Diagnostics;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Integration.Tests.Branch;

/// <summary>An operator at the server: pbm as a process, over the unix socket, against the real daemon.</summary>
[Collection(ServerCollection.Name)]
public sealed class OperatorTests
{
    [Fact]
    public async Task Pbm_OrdersWhileAKioskIsServed_AreCarriedOutAndAudited()
    {
        await using var daemon = new DaemonProcess(new BranchSettings());
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        AssertHas($"{daemon.Pool} | 2 | 2 | 0 |", await PbmAsync(daemon, "pool", "show"));
        AssertHas($"/pool-{daemon.Pool}/5950", await PbmAsync(daemon, "actor", "hierarchy"));

        using var kiosk = await KioskClient.SignalAsync("127.0.0.11", daemon.SignalPort);
        await kiosk.ReadUntilAsync("RULE ADDED");
        using var console = await SpiceClient.ConnectAsync("127.0.0.11", daemon.ConsolePort);
        await console.LinkMainAsync();
        await kiosk.ReadUntilAsync("CONNECTED");
        var session = DaemonProcess.Text(await daemon.SeeSessionAsync(
            "a connected session", one => DaemonProcess.Text(one, "state") == "connected"), "id")!;

        await PbmAsync(daemon, "slot", "quarantine", $"{daemon.Pool}/5951", "-r", "new disk");
        await daemon.SeeAsync("no machine in slot 5951", "slots", slots =>
            DaemonProcess.Text(slots[1], "state") == "quarantined" && DaemonProcess.Text(slots[1], "machine") is null);
        await PbmAsync(daemon, "slot", "release", $"{daemon.Pool}/5951");
        AssertHas("has 3 slots", await PbmAsync(daemon, "pool", "resize", daemon.Pool, "3"));
        await daemon.SeeAsync("two clean machines beside the used one", "slots", slots =>
            slots.Count == 3 && slots.Count(slot => DaemonProcess.Text(slot, "machineState") == "clean") == 2);

        AssertHas("has ended", await PbmAsync(daemon, "session", "end", session));
        Assert.True(await console.IsCutAsync(Eventually.Bound), "the console outlived its session");
        await daemon.SeeEndedAsync("operator");

        await PbmAsync(daemon, "pool", "resize", daemon.Pool, "2");
        await daemon.SeeAllCleanAsync();
        var audit = await PbmAsync(daemon, "audit", "list");
        AssertHas("uid 0 (root)", audit);
        AssertHas($"POST /api/v1/sessions/{session}/end | 200", audit);
        Assert.EndsWith("Count: 10 entries\n", audit, StringComparison.Ordinal);
    }

    private static void AssertHas(string expected, string output) =>
        Assert.Contains(expected, output, StringComparison.Ordinal);

    private static async Task<string> PbmAsync(DaemonProcess daemon, params string[] typed)
    {
        var start = new ProcessStartInfo(
            "dotnet", [Repository.Assembly("src", "Orchestrator.Cli", "pbm"), $"unix:{daemon.ApiSocket}", .. typed])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var pbm = Process.Start(start)!;
        var errors = pbm.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await pbm.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            .Within($"the end of pbm {string.Join(' ', typed)}");
        await pbm.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(
            pbm.ExitCode == 0,
            $"pbm {string.Join(' ', typed)}: {pbm.ExitCode}, {await errors}{daemon.LogTail()}");
        return output;
    }
}
