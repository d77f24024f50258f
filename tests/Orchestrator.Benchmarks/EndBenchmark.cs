using System.Diagnostics;
using System.Globalization;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Benchmarks;

/// <summary>
/// From the disconnect (the last console connection gone, and the grace time over) to the closed path, and to the
/// moment at which domain and overlay are gone. A kiosk's next connection must find the path closed every time.
/// </summary>
internal static class EndBenchmark
{
    private const int Cycles = 20;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ClosedBound = TimeSpan.FromMilliseconds(50);

    public static async Task<object> RunAsync()
    {
        var (closed, gone) = (new Samples(), new Samples());
        var openAfterBound = 0;
        await using var daemon = new DaemonProcess(new BranchSettings { Size = 1, Readiness = "agent" });
        daemon.Start();
        for (var i = 0; i < Cycles; i++)
        {
            await daemon.SeeAllCleanAsync();
            var kioskAddress = $"127.0.1.{i + 1}";
            using var kiosk = await KioskClient.SignalAsync(kioskAddress, daemon.SignalPort);
            await kiosk.ReadUntilAsync("RULE ADDED");
            DateTimeOffset left;
            using (var console = await SpiceClient.ConnectAsync(kioskAddress, daemon.ConsolePort))
            {
                await console.LinkMainAsync();
                await kiosk.ReadUntilAsync("CONNECTED");
                left = TimeProvider.System.GetUtcNow();
            }

            var overlay = Path.Combine(DaemonProcess.OverlayDirectory, Virsh.Overlays(daemon.Pool).Single());
            await Task.Delay(left + Grace + ClosedBound - TimeProvider.System.GetUtcNow(), TimeProvider.System);
            using var late = await SpiceClient.ConnectAsync(kioskAddress, daemon.ConsolePort);
            openAfterBound += await late.IsCutAsync(TimeSpan.FromMilliseconds(500)) ? 0 : 1;
            gone.Add(await WaitUntilGoneAsync(overlay) - left - Grace);
            closed.Add(await EndedAtAsync(daemon, kioskAddress) - left - Grace);
        }

        return new
        {
            cycles = closed.Count,
            closedP50Ms = closed.Median,
            closedP99Ms = closed.P99,
            openAfter50Ms = openAfterBound,
            goneP50Ms = gone.Median,
            goneP99Ms = gone.P99,
        };
    }

    /// <summary>The overlay goes last, after the domain is proved gone.</summary>
    private static async Task<DateTimeOffset> WaitUntilGoneAsync(string overlay)
    {
        var started = Stopwatch.GetTimestamp();
        while (File.Exists(overlay))
        {
            if (Stopwatch.GetElapsedTime(started) > Eventually.Bound)
            {
                throw new InvalidOperationException($"{overlay} is still there after {Eventually.Bound}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return TimeProvider.System.GetUtcNow();
    }

    private static async Task<DateTimeOffset> EndedAtAsync(DaemonProcess daemon, string kiosk)
    {
        var sessions = await daemon.SeeAsync("the session's end", "sessions", all => all.Any(session =>
            DaemonProcess.Text(session, "kiosk") == kiosk && DaemonProcess.Text(session, "endedAt") is not null));
        var ended = sessions.First(session => DaemonProcess.Text(session, "kiosk") == kiosk);
        return DateTimeOffset.Parse(DaemonProcess.Text(ended, "endedAt")!, CultureInfo.InvariantCulture);
    }
}
