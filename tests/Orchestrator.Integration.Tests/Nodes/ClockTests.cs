using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>One server's wall clock is set an hour ahead in the middle of everything, and back. The monotonic clock is
/// as it was: nobody can set that one.</summary>
[Collection(NodesCollection.Name)]
public sealed class ClockTests(ThreeServers servers) : BranchTest(servers)
{
    private const string Preload = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Clock_SetByAnHour_ChangesNothing()
    {
        await Branch.MakeWellAsync();
        var wrong = Branch.Servers[1];
        var clock = Path.Combine(wrong.Files.Directory, "clock");
        await SetAsync(clock, TimeSpan.Zero);
        await wrong.Daemon.KillAsync();
        await wrong.StartDaemonAsync(
            $"LD_PRELOAD={Preload}", $"FAKETIME_TIMESTAMP_FILE={clock}", "FAKETIME_CACHE_DURATION=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1");

        using var scene = await BusyScene.BeginAsync(Branch);
        await SetAsync(clock, Hour);
        await wrong.SeeAsync("a proof of the next hour", "pools", pools => AheadOf(pools) > Hour / 2);
        await scene.SeeEverybodyServedAsync();
        await Branch.SeeWellAsync();

        using var next = await BusyScene.BeginAsync(Branch);
        await SetAsync(clock, TimeSpan.Zero);
        await wrong.SeeAsync("a proof of this hour", "pools", pools => AheadOf(pools) is { } ahead && ahead < Hour / 2);
        await next.SeeEverybodyServedAsync();
        await Branch.SeeWellAsync();

        await wrong.Daemon.KillAsync();
        await Branch.MakeWellAsync();
    }

    private static Task SetAsync(string file, TimeSpan ahead) => File.WriteAllTextAsync(
        file, string.Create(CultureInfo.InvariantCulture, $"+{(int)ahead.TotalSeconds}s\n"));

    /// <summary>How far the server's clock is ahead of this process's, by its newest proof.</summary>
    private static TimeSpan? AheadOf(JsonArray pools) =>
        pools.Count == 1 && DaemonProcess.Text(pools[0], "provedAt") is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow()
            : null;
}
