using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Branch;

/// <summary>The real daemon as a process of its own, on a pool of its own, with a journal that outlives its
/// death.</summary>
public sealed class DaemonProcess : IAsyncDisposable
{
    /// <summary>Where deploy/libvirt/storage.sh puts the storage pool <c>pbm-overlays</c>.</summary>
    public static readonly string OverlayDirectory =
        Environment.GetEnvironmentVariable("PBM_OVERLAYS") ?? "/var/lib/pbm/overlays";

    private readonly string _directory = Directory.CreateTempSubdirectory("pbm-test-").FullName;
    private readonly HttpClient _http = new();
    private readonly int _httpPort = FreePort();
    private readonly List<string> _log = [];
    private Process? _process;

    public DaemonProcess(int size = 2, string extra = "")
    {
        Pool = "t" + Guid.NewGuid().ToString("n")[..8];
        FirstConsolePort = 5950;
        Size = size;
        File.WriteAllText(ConfigFile, $$"""
            journal: { path: {{_directory}}/journal.db }
            http: { address: 127.0.0.1, port: {{_httpPort}} }
            hypervisor: { uri: "qemu:///system", storagePool: pbm-overlays }
            signal: { address: 127.0.0.1, port: {{SignalPort}} }
            console: { address: 127.0.0.1, port: {{ConsolePort}} }
            pools:
              - name: {{Pool}}
                goldenImage: golden-demo
                size: {{size}}
                firstConsolePort: {{FirstConsolePort}}
            {{extra}}
            """);
    }

    public string Pool { get; }

    public int Size { get; }

    public int FirstConsolePort { get; }

    public int SignalPort { get; } = FreePort();

    public int ConsolePort { get; } = FreePort();

    public int ProcessId => _process!.Id;

    private string ConfigFile => Path.Combine(_directory, "pbm.yaml");

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [DaemonAssembly(), "--config", ConfigFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    public async Task<JsonArray> GetAsync(string what)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonArray>(
                $"http://127.0.0.1:{_httpPort}/api/v1/{what}", TestContext.Current.CancellationToken) ?? [];
        }
        catch (Exception error) when (
            error is HttpRequestException or JsonException && _process is { HasExited: false })
        {
            return [];
        }
    }

    public Task<JsonArray> SeeAsync(string expected, string what, Func<JsonArray, bool> holds) =>
        Eventually.SeeAsync(expected + $" (log: {LogTail()})", () => GetAsync(what), holds);

    public Task<JsonArray> SeeAllCleanAsync() => SeeAsync(
        $"{Size} clean machines", "slots", slots => slots.Count == Size
            && slots.All(slot => Text(slot, "machineState") == "clean"));

    public async Task ClearAsync(bool refill)
    {
        var url = $"http://127.0.0.1:{_httpPort}/api/v1/pools/{Pool}/clear?refill={(refill ? "true" : "false")}";
        using var answer = await _http.PostAsync(new Uri(url), null, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{url}: {answer.StatusCode}");
    }

    public static string? Text(JsonNode? node, string member) => node?[member]?.ToString();

    /// <summary>Clears the pool, so that the test leaves nothing, and ends the daemon.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            Start();
        }

        try
        {
            await SeeAsync("the daemon's answer", "pools", pools => pools.Count == 1);
            await ClearAsync(refill: false);
        }
        finally
        {
            if (_process is { HasExited: false })
            {
                await KillAsync();
            }

            _http.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    public string LogTail()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(30));
        }
    }

    private static string DaemonAssembly()
    {
        // bin/<Configuration>/net10.0/ of this test, and the same of the daemon.
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var configuration = output.Parent!.Name;
        var root = output.Parent.Parent!.Parent!.Parent!.Parent!.FullName;
        var path = Path.Combine(
            root, "src", "Orchestrator.Daemon", "bin", configuration, output.Name, "Orchestrator.Daemon.dll");
        Assert.True(File.Exists(path), $"{path} is missing: build the solution in configuration {configuration}");
        return path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Remember(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(string.Create(CultureInfo.InvariantCulture, $"{line}"));
            }
        }
    }
}
