using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Benchmarks;

/// <summary>
/// From <c>orchestrator join</c> on a second server, with a member of etcd, to that server's first clean machine: real
/// etcd members, libvirt, QEMU and TLS, and the golden image of the demo filled up to 30 MB. It makes networks,
/// so it runs under <c>tests/private-libvirt.sh</c>.
/// </summary>
internal static class JoinBenchmark
{
    private const int Rounds = 5;
    private const long ImageBytes = 30_000_000;
    private const string Pool = "office";
    private const int Slots = 2;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    public static async Task<object> RunAsync()
    {
        var (joined, clean) = (new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync(joined, clean);
        }

        return new
        {
            joins = clean.Count,
            imageBytes = ImageBytes,
            joinedMs = joined.Median,
            firstCleanMs = clean.Median,
            firstCleanMaxMs = clean.Max,
        };
    }

    private static async Task MeasureAsync(Samples joined, Samples clean)
    {
        await using var wire = await BranchSwitch.StartAsync();
        await using var first = await OperatedServer.StartAsync(wire, At(11), "server-a");
        Enlarge(first.SeenOriginal);
        await first.BeginBranchAsync(Pool, Slots);
        await SeeCleanAsync(first, Slots);
        await using var second = await OperatedServer.StartAsync(wire, At(12), "server-b");
        await second.ForgetImageAsync();
        var token = await first.CreateTokenAsync();

        var started = Stopwatch.GetTimestamp();
        using (var join = second.Join(first, token))
        {
            await join.FinishAsync();
        }

        joined.Add(Stopwatch.GetElapsedTime(started));
        await second.StartDaemonAsync();
        await SeeCleanAsync(second, 1);
        clean.Add(Stopwatch.GetElapsedTime(started));
    }

    /// <summary>A qcow2 may be longer than what it refers to.</summary>
    private static void Enlarge(string image)
    {
        using var file = File.OpenWrite(image);
        var missing = ImageBytes - file.Length;
        file.Position = file.Length;
        var noise = new byte[missing];
        Random.Shared.NextBytes(noise);
        file.Write(noise);
    }

    private static async Task SeeCleanAsync(OperatedServer server, int machines)
    {
        using var deadline = new CancellationTokenSource(Bound);
        while ((await server.Daemon.Api.ListAsync("slots")).Count(IsClean) < machines)
        {
            await Task.Delay(Look, TimeProvider.System, deadline.Token);
        }
    }

    private static bool IsClean(JsonNode? slot) => DaemonProcess.Text(slot, "machineState") == "clean";

    private static IPAddress At(int last) => IPAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"10.77.26.{last}"));
}
