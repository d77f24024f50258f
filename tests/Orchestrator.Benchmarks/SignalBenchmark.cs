using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Benchmarks;

/// <summary>
/// From a kiosk's connect to its <c>RULE ADDED</c>, with a clean machine free and every step in the journal; beside
/// the same answer by a shell script under a spawning server, which is how underVDI works.
/// </summary>
internal static class SignalBenchmark
{
    private const int Signals = 200;
    private const int Machines = 4;

    // One machine stays free, so that no signal has to wait for one.
    private const int InFlightMax = Machines - 1;

    private const string Offer = "RULE ADDED, CONNECT NOW";

    public static async Task<object> RunAsync()
    {
        var (product, peer) = (new Samples(), new Samples());
        using var shell = await ShellPeer.StartAsync();
        await using var daemon = new DaemonProcess(
            new BranchSettings { Size = Machines, Readiness = "agent", Pool = "connectAttempts: 1" });
        daemon.Start();
        await daemon.SeeAllCleanAsync();
        var timeouts = new Queue<Task>();
        for (var i = 0; i < Signals; i++)
        {
            if (timeouts.Count == InFlightMax)
            {
                await timeouts.Dequeue();
            }

            // Each signal is another kiosk's: a kiosk that signals again ends its own session first.
            var (took, timeout) = await SignalAsync($"127.0.1.{i + 1}", daemon.SignalPort);
            product.Add(took);
            timeouts.Enqueue(timeout);
            peer.Add((await SignalAsync("127.0.2.1", shell.Port)).Took);
        }

        await Task.WhenAll(timeouts);
        return new
        {
            signals = product.Count,
            p50Ms = product.Median,
            p99Ms = product.P99,
            maxMs = product.Max,
            peer = "bash and virsh behind socat",
            peerP50Ms = peer.Median,
            peerP99Ms = peer.P99,
            ratio = Math.Round(peer.Median / product.Median, 1),
        };
    }

    private static async Task<(TimeSpan Took, Task Closed)> SignalAsync(string kiosk, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(kiosk), 0));
        var started = Stopwatch.GetTimestamp();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var reader = new StreamReader(new NetworkStream(socket, ownsSocket: true), Encoding.ASCII);
        var line = await reader.ReadLineAsync();
        var took = Stopwatch.GetElapsedTime(started);
        return line == Offer
            ? (took, CloseAsync(reader))
            : throw new InvalidOperationException($"expected '{Offer}' for kiosk {kiosk}; there was '{line}'");
    }

    private static async Task CloseAsync(StreamReader reader)
    {
        using (reader)
        {
            await reader.ReadToEndAsync();
        }
    }
}
