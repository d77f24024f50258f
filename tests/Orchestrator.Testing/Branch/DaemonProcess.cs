using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
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

    private const string Loopback = "127.0.0.1";

    private readonly string _directory = Directory.CreateTempSubdirectory("pbm-test-").FullName;
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient _http = new();
    private readonly int _httpPort = ServerPorts.Next();
    private readonly List<string> _log = [];
    private Process? _process;

    public DaemonProcess(BranchSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        WriteConfiguration();
    }

    /// <summary>Part of the name of everything that this branch makes; no other test's.</summary>
    public string Pool { get; } = "t" + Guid.NewGuid().ToString("n")[..8];

    public BranchSettings Settings { get; private set; }

    public int SignalPort { get; } = ServerPorts.Next();

    public int ConsolePort { get; } = ServerPorts.Next();

    public string JournalFile => Path.Combine(_directory, "journal.db");

    /// <summary>The unix socket that pbm calls.</summary>
    public string ApiSocket => Path.Combine(_directory, "api.sock");

    public int ProcessId => _process!.Id;

    private string ConfigFile => Path.Combine(_directory, "pbm.yaml");

    /// <summary>Changes the configuration that the next start reads.</summary>
    public void Reconfigure(BranchSettings settings)
    {
        Settings = settings;
        WriteConfiguration();
    }

    public void Start()
    {
        var assembly = Settings.TakesCrashOrders
            ? Repository.Assembly("tests", "Orchestrator.CrashingDaemon")
            : Repository.Assembly("src", "Orchestrator.Daemon");
        var start = new ProcessStartInfo("dotnet", [assembly, "--config", ConfigFile])
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

    /// <summary>Waits for an end that the daemon found without this test's <see cref="KillAsync"/>.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Eventually.Bound);
        try
        {
            await _process!.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            Assert.Fail($"within {Eventually.Bound} expected the daemon's end; its log: {LogTail()}");
        }

        var code = _process!.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public async Task<JsonArray> GetAsync(string what)
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonArray>(
                $"http://{Loopback}:{_httpPort}/api/v1/{what}", TestContext.Current.CancellationToken) ?? [];
        }
        catch (Exception error) when (error is HttpRequestException or JsonException)
        {
            Assert.True(_process is { HasExited: false }, $"the daemon has ended; its log: {LogTail()}");
            return [];
        }
    }

    public Task<JsonArray> SeeAsync(string expected, string what, Func<JsonArray, bool> holds) =>
        Eventually.SeeAsync(() => $"{expected} (log: {LogTail()})", () => GetAsync(what), holds);

    public Task<JsonArray> SeeAllCleanAsync() => SeeAsync(
        $"{Settings.Size} clean machines", "slots", slots => slots.Count == Settings.Size
            && slots.All(slot => Text(slot, "machineState") == "clean"));

    /// <summary>Waits for an alarm with these words.</summary>
    public Task SeeAlarmAsync(string words) => SeeAsync(
        $"an alarm '{words}'", "pools", pools => Alarms(pools).Contains(words, StringComparison.Ordinal));

    public Task SeeNoAlarmAsync() => SeeAsync(
        "no alarm", "pools", pools => pools.Count == 1 && pools[0]!["alarms"]!.AsArray().Count == 0);

    /// <summary>Waits for the newest session to be so.</summary>
    public async Task<JsonNode> SeeSessionAsync(string expected, Func<JsonNode, bool> holds) =>
        (await SeeAsync(expected, "sessions", all => all.Count > 0 && holds(all[0]!)))[0]!;

    /// <summary>Waits for the newest session's end and the proof that its machine is gone.</summary>
    public async Task SeeEndedAsync(string reason)
    {
        var ended = await SeeSessionAsync(
            $"a session that ended: {reason}, and its machine gone", session =>
                Text(session, "endReason") is not null && Text(session, "machineGoneAt") is not null);
        Assert.Equal(reason, Text(ended, "endReason"));
    }

    public async Task ClearAsync(bool refill)
    {
        var url = $"http://{Loopback}:{_httpPort}/api/v1/pools/{Pool}/clear?refill={(refill ? "true" : "false")}";
        using var answer = await _http.PostAsync(new Uri(url), null, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.NoContent, $"{url}: {answer.StatusCode}; {LogTail()}");
    }

    /// <summary>What the branch has made and not removed, by libvirt's word.</summary>
    public async Task<IReadOnlyList<string>> LeftoversAsync() =>
        [.. await Virsh.DomainsAsync(Pool), .. Virsh.Overlays(Pool, Settings.OverlayDirectory)];

    /// <summary>Sockets that the daemon has open.</summary>
    public int Sockets() => Directory.EnumerateFiles($"/proc/{ProcessId}/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>The daemon's resident memory.</summary>
    public long MemoryBytes()
    {
        _process!.Refresh();
        return _process.WorkingSet64;
    }

    public static string? Text(JsonNode? node, string member) => node?[member]?.ToString();

    /// <summary>Clears the pool, requires that this leaves nothing, and ends the daemon.</summary>
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
            Assert.Empty(await LeftoversAsync());
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

    /// <summary>Lines of its log, of all its lives, with these words.</summary>
    public IReadOnlyList<string> Logged(string words)
    {
        lock (_log)
        {
            return [.. _log.Where(line => line.Contains(words, StringComparison.Ordinal))];
        }
    }

    public string LogTail()
    {
        lock (_log)
        {
            return string.Join('\n', _log.TakeLast(30));
        }
    }

    private static string Alarms(JsonArray pools) =>
        pools.Count == 1 ? pools[0]!["alarms"]!.ToJsonString(Readable) : string.Empty;

    private void WriteConfiguration() => File.WriteAllText(ConfigFile, $$"""
        journal: { path: {{JournalFile}} }
        http: { address: {{Loopback}}, port: {{_httpPort}}, socket: {{ApiSocket}} }
        hypervisor: { uri: "{{Settings.Uri}}", storagePool: {{Settings.StoragePool}} }
        signal: { {{Keys($"address: {Loopback}", $"port: {SignalPort}", Settings.Signal)}} }
        console: { address: {{Loopback}}, port: {{ConsolePort}} }
        pools:
          - { {{Keys(
              $"name: {Pool}", $"goldenImage: {Settings.GoldenImage}", $"size: {Settings.Size}",
              $"firstConsolePort: {Settings.FirstConsolePort}", $"readiness: {Settings.Readiness}",
              Settings.Pool)}} }
        """);

    private static string Keys(params string[] keys) => string.Join(", ", keys.Where(key => key.Length > 0));

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
