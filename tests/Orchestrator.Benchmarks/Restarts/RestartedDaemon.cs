using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Benchmarks.Restarts;

/// <summary>The real daemon as a process of its own, on the test driver.</summary>
internal sealed class RestartedDaemon : IDisposable
{
    private const string Offer = "RULE ADDED, CONNECT NOW";
    private const string StampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryEvery = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _deadline = new(Bound);
    private readonly TaskCompletionSource<DateTimeOffset> _journalOpened =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource<DateTimeOffset> _connected =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly HttpClient _http = new();
    private readonly List<string> _log = [];
    private readonly RestartPorts _ports;
    private readonly Process _process;

    /// <param name="program">The daemon's program, as a server has it.</param>
    /// <param name="configFile">Its configuration.</param>
    /// <param name="ports">Where it listens.</param>
    public RestartedDaemon(string program, string configFile, RestartPorts ports)
    {
        _ports = ports;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, ["--config", configFile])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        StartedAt = TimeProvider.System.GetUtcNow();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public DateTimeOffset StartedAt { get; }

    /// <summary>When the daemon says that its journal is open.</summary>
    public Task<DateTimeOffset> JournalOpened => _journalOpened.Task.WaitAsync(_deadline.Token);

    /// <summary>When the daemon says that it is connected to libvirt.</summary>
    public Task<DateTimeOffset> Connected => _connected.Task.WaitAsync(_deadline.Token);

    /// <summary>Milliseconds of processor time that the daemon has used.</summary>
    public double CpuMilliseconds => ProcessUsage.CpuSeconds(_process.Id) * 1000;

    /// <summary>Signals as soon as the port takes it.</summary>
    /// <returns>When the kiosk was told that it may connect.</returns>
    public async Task<DateTimeOffset> SeeOfferAsync()
    {
        using var socket = await ConnectAsync();
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.ASCII);
        while (await reader.ReadLineAsync(_deadline.Token) is { } line)
        {
            if (line == Offer)
            {
                return TimeProvider.System.GetUtcNow();
            }
        }

        throw new InvalidOperationException($"the line ended before '{Offer}'; the log: {LogTail()}");
    }

    /// <summary>Waits for all machines but the offered one to wait clean for a kiosk.</summary>
    public async Task<DateTimeOffset> SeeCleanAsync(int machines)
    {
        var url = $"http://127.0.0.1:{_ports.Http}/api/v1/pools";
        var clean = 0;
        try
        {
            while (true)
            {
                var pools = JsonNode.Parse(await _http.GetStringAsync(new Uri(url), _deadline.Token))!.AsArray();
                clean = pools.Sum(pool => pool!["clean"]!.GetValue<int>());
                if (clean == machines)
                {
                    return TimeProvider.System.GetUtcNow();
                }

                await Task.Delay(LookEvery, TimeProvider.System, _deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"within {Bound} expected {machines} clean machines; there were {clean}; the log: {LogTail()}");
        }
    }

    /// <summary>SIGKILL, as everything that ends a daemon is allowed to be.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
        _deadline.Dispose();
    }

    private async Task<Socket> ConnectAsync()
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, _ports.Signal, _deadline.Token);
                return socket;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                socket.Dispose();
                await Task.Delay(TryEvery, TimeProvider.System, _deadline.Token);
            }
            catch (Exception error)
            {
                socket.Dispose();
                throw new InvalidOperationException($"the signal port never opened; the log: {LogTail()}", error);
            }
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (line.Contains("BranchHost[6103]", StringComparison.Ordinal))
        {
            _journalOpened.TrySetResult(StampOf(line));
        }
        else if (line.Contains("LibvirtHypervisor[3000]", StringComparison.Ordinal))
        {
            _connected.TrySetResult(StampOf(line));
        }
    }

    private static DateTimeOffset StampOf(string line) => DateTimeOffset.ParseExact(
        line[..line.IndexOf(' ', StringComparison.Ordinal)], StampFormat, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal);

    private string LogTail()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(20));
        }
    }
}
