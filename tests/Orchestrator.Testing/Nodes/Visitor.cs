using System.Diagnostics;
using System.Net.Sockets;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// Somebody at a kiosk who wants a desktop: calls one server after the other, as deploy/kiosk/remote.sh does, waits as
/// long as it is told to, works for a moment and leaves.
/// </summary>
/// <param name="kiosk">Where.</param>
/// <param name="servers">Whom the kiosk calls, in its order.</param>
public sealed class Visitor(Station kiosk, IReadOnlyList<BranchServer> servers)
{
    /// <summary>A server that does not take the call by then is passed over.</summary>
    private static readonly TimeSpan CallBound = TimeSpan.FromSeconds(1);

    /// <summary>A server's lines come each second; one that says nothing for so long is gone.</summary>
    private static readonly TimeSpan SilenceBound = TimeSpan.FromSeconds(15);

    /// <summary>Between two rounds of calls that nobody took.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<string> _heard = [];

    /// <summary>Servers that took a call and ended it, or let it be, without a word.</summary>
    public List<string> Unanswered { get; } = [];

    /// <summary>Returns when it has worked on a desktop.</summary>
    public async Task GetServedAsync()
    {
        var whole = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Pause);
        while (true)
        {
            foreach (var server in servers)
            {
                if (await TryAsync(server))
                {
                    return;
                }
            }

            Assert.True(
                whole.Elapsed < Eventually.Bound,
                $"within {Eventually.Bound} expected a desktop at {kiosk.Address}; it heard {Heard()}");
            await pause.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<bool> TryAsync(BranchServer server)
    {
        try
        {
            using var line = await KioskClient.SignalAsync(kiosk, server.Signal, CallBound);
            while (await line.TryReadLineAsync(SilenceBound) is { } word)
            {
                _heard.Add($"{server.Name}: {word}");
                if (word.StartsWith("RULE ADDED", StringComparison.Ordinal) && await TryWorkAsync(server))
                {
                    return true;
                }
            }

            _heard.Add($"{server.Name}: the end");
            if (line.Lines.Count == 0)
            {
                Unanswered.Add(server.Name);
            }
        }
        catch (Exception error) when (error is SocketException
            || error is OperationCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            _heard.Add($"{server.Name}: {error.GetType().Name}");
        }

        return false;
    }

    /// <summary>One whole handshake with the machine's SPICE server, and its first message.</summary>
    private async Task<bool> TryWorkAsync(BranchServer server)
    {
        try
        {
            using var console = await SpiceClient.ConnectAsync(kiosk, server.Console);
            return await console.LinkMainAsync() == 0 && await console.ReadSessionAsync() != 0;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            _heard.Add($"{server.Name}: console {error.Message}");
            return false;
        }
    }

    private string Heard() => string.Join(" | ", _heard.TakeLast(20));
}
