using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>One of the branch's servers with all that runs on it.</summary>
public sealed class BranchServer : IAsyncDisposable
{
    private const int SignalPort = 5905;
    private const int ConsolePort = 5906;

    internal BranchServer(ServerMachine machine, NodeFiles files, StoreMember store)
    {
        (Machine, Files, Store) = (machine, files, store);
        Daemon = new NodeDaemon(files);
    }

    public string Name => Files.Node;

    public IPAddress Address => Files.Address;

    public ServerMachine Machine { get; }

    public NodeFiles Files { get; }

    public StoreMember Store { get; }

    public NodeDaemon Daemon { get; }

    /// <summary>Where kiosks signal.</summary>
    public IPEndPoint Signal => new(Address, SignalPort);

    /// <summary>Where kiosks find the console.</summary>
    public IPEndPoint Console => new(Address, ConsolePort);

    public void StartStore() => Store.Start(Machine.ProcessId);

    public Task StartDaemonAsync(params string[] environment) => Daemon.StartAsync(Machine, environment);

    /// <summary>Writes something of nobody's into the store through this server's member.</summary>
    /// <param name="bytes">Size of the value.</param>
    public async Task WriteToStoreAsync(int bytes)
    {
        var body = Path.Combine(Files.Directory, "put.json");
        var value = Convert.ToBase64String(new byte[bytes]);
        await File.WriteAllTextAsync(body, $$"""{"key":"dGVzdA==","value":"{{value}}"}""");
        await Machine.RunAsync(
            "curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--cacert", Files.Authority,
            "--cert", Files.Certificate, "--key", Files.Key, "--data", "@" + body,
            $"https://{Address}:{NodeFiles.EtcdPort}/v3/kv/put");
    }

    /// <summary>Waits for something of its API, <c>slots</c>, <c>sessions</c> or <c>pools</c>.</summary>
    public Task<JsonArray> SeeAsync(string expected, string what, Func<JsonArray, bool> holds) => Eventually.SeeAsync(
        () => $"{expected} at {Name} (log: {Daemon.LogTail()})", () => Daemon.Api.ListAsync(what), holds);

    /// <summary>Waits for the newest session of a kiosk to be so.</summary>
    public async Task<JsonNode> SeeSessionAsync(Station kiosk, string expected, Func<JsonNode, bool> holds)
    {
        var seen = await SeeAsync(
            $"a session of {kiosk.Address}: {expected}", "sessions", all =>
                SessionOf(all, kiosk) is { } one && holds(one));
        return SessionOf(seen, kiosk)!;
    }

    /// <summary>Waits for this server's view of the branch to be so.</summary>
    public Task<JsonNode?> SeeBranchAsync(string expected, Func<JsonNode, bool> holds) => Eventually.SeeAsync(
        () => $"{expected}, as {Name} sees the branch (log: {Daemon.LogTail()})",
        () => Daemon.Api.GetAsync("cluster"),
        seen => seen is not null && holds(seen));

    /// <summary>Machines of this server in a state.</summary>
    public async Task<IReadOnlyList<string>> MachinesAsync(string state) =>
    [
        .. (await Daemon.Api.ListAsync("slots"))
            .Where(slot => DaemonProcess.Text(slot, "machineState") == state)
            .Select(slot => DaemonProcess.Text(slot, "machine")!),
    ];

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        await Store.DisposeAsync();
        Machine.Dispose();
    }

    private static JsonNode? SessionOf(JsonArray sessions, Station kiosk) => sessions.FirstOrDefault(
        session => DaemonProcess.Text(session, "kiosk") == kiosk.Address.ToString());
}
