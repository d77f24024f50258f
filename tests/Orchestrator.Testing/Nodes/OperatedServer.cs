using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// A server that an operator makes a node by the commands of README.md, "A branch of three servers". Its settings, its
/// etcd and its images are in its own file system and end with it; only the commands' directory is not the default one,
/// which it would share with the system.
/// </summary>
public sealed class OperatedServer : IAsyncDisposable
{
    public const string GoldenImage = "golden-demo";

    private const string Data = "/var/lib/pbm";
    private const string Folder = Data + "/settings";
    private const string ApiSocket = "/run/pbm/pbm.sock";
    private const int NodePort = 5907;
    private const int SignalPort = 5905;

    private OperatedServer(ServerMachine machine, string name)
    {
        (Machine, Name) = (machine, name);
        Daemon = new NodeDaemon(name, Program, Configuration, Seen(ApiSocket));
    }

    public string Name { get; }

    public ServerMachine Machine { get; }

    public NodeDaemon Daemon { get; }

    /// <summary>Where the other nodes reach it.</summary>
    public string Address => Text(Machine.Address);

    /// <summary>Where kiosks signal.</summary>
    public IPEndPoint Signal => new(Machine.Address, SignalPort);

    /// <summary>The configuration as this process finds it; its daemon would serve with it.</summary>
    public string SeenConfiguration => Seen(Configuration);

    /// <summary>Where the golden image is that the server began with, as this process finds it.</summary>
    public string SeenOriginal => Seen($"{Data}/golden/{GoldenImage}.qcow2");

    /// <summary>Where copies of golden images are, as this process finds them.</summary>
    public string SeenImages => Seen(Data + "/images");

    private static string Configuration => Folder + "/pbm.yaml";

    private static string Program => JoinCommand.Program;

    /// <summary>A server with libvirt, a storage pool and the golden image, and nothing of a branch.</summary>
    public static async Task<OperatedServer> StartAsync(BranchSwitch @switch, IPAddress address, string name) =>
        new(await ServerMachine.StartAsync(@switch, address), name);

    /// <summary>The first server of a branch: it has a pool, and the section that <c>pbm cluster init</c>
    /// makes.</summary>
    /// <param name="pool">The pool's name.</param>
    /// <param name="size">Its slots over all servers.</param>
    public async Task BeginBranchAsync(string pool, int size)
    {
        Directory.CreateDirectory(Seen(Folder));
        await File.WriteAllTextAsync(
            SeenConfiguration,
            $$"""
            journal: { path: {{Data}}/journal.db }
            http: { socket: {{ApiSocket}} }
            hypervisor: { storagePool: pbm-overlays }
            signal: { address: {{Machine.Address}} }
            console: { address: {{Machine.Address}} }
            pools:
              - { name: {{pool}}, goldenImage: {{GoldenImage}}, size: {{size}}, readiness: console,
                  machineMemoryMiB: 256, machineProcessors: 1 }

            """,
            CancellationToken.None);
        await PbmAsync("cluster", "init", "--node", Name, "--address", Address, "--directory", Folder);
        await Machine.RunAsync(Repository.File("deploy", "cluster", "etcd.sh"), "start", Folder);
        await Machine.RunAsync("sh", "-c", $"cat {Folder}/cluster.yaml >> {Configuration}");
        await Daemon.StartAsync(Machine);
    }

    /// <summary>The server has not the golden image that it began with.</summary>
    public async Task ForgetImageAsync()
    {
        await Machine.RunAsync("virsh", "-q", "-c", "qemu:///system", "undefine", GoldenImage);
        File.Delete(SeenOriginal);
    }

    public async Task<string> CreateTokenAsync(string life = "1h") =>
        (await PbmAsync("cluster", "token", "create", "--ttl", life)).Trim();

    /// <summary>Begins to join a branch, with a member of etcd.</summary>
    /// <param name="branch">The server that is asked.</param>
    /// <param name="token">The token.</param>
    public JoinCommand Join(OperatedServer branch, string token)
    {
        ArgumentNullException.ThrowIfNull(branch);
        return JoinCommand.Start(
            Machine.Inside,
            [
                branch.Address, "--token", token, "--node", Name, "--address", Address,
                "--etcd", Repository.File("deploy", "cluster", "etcd.sh"),
                "--directory", Folder, "--images", Data + "/images",
            ]);
    }

    public Task StartDaemonAsync(params string[] environment) => Daemon.StartAsync(Machine, environment);

    /// <summary>pbm on this server, over the daemon's own socket.</summary>
    public Task<string> PbmAsync(params string[] typed) =>
        Machine.RunAsync(["dotnet", Repository.Assembly("src", "Orchestrator.Cli", "pbm"), .. typed]);

    /// <summary>Waits for this server's view of the branch to be so.</summary>
    public Task<JsonNode?> SeeBranchAsync(string expected, Func<JsonNode, bool> holds) => Eventually.SeeAsync(
        () => $"{expected}, as {Name} sees the branch (log: {Daemon.LogTail()})",
        () => Daemon.Api.GetAsync("cluster"),
        seen => seen is not null && holds(seen));

    /// <summary>Waits for clean machines in as many of this server's slots, and no other slots.</summary>
    public Task SeeCleanAsync(int machines) => Eventually.SeeAsync(
        () => $"{machines} clean machines and no other at {Name} (log: {Daemon.LogTail()})",
        () => Daemon.Api.ListAsync("slots"),
        slots => slots.Count == machines
            && slots.All(slot => DaemonProcess.Text(slot, "machineState") == "clean"));

    /// <summary>Members of etcd by the word of this server's.</summary>
    public async Task<JsonArray> StoreMembersAsync() => JsonNode.Parse(await Machine.RunAsync(
        "curl", "--silent", "--show-error", "--fail", "--max-time", "20", "--cacert", Folder + "/branch-ca.pem",
        "--cert", Folder + "/node.pem", "--key", Folder + "/node.key", "--data", "{}",
        $"https://{Machine.Address}:{NodeFiles.EtcdPort}/v3/cluster/member/list"))!["members"]!.AsArray();

    /// <summary>What this server's etcd has logged.</summary>
    public string StoreLog() => File.ReadAllText(Seen(Data + "/etcd.log"));

    /// <summary>A file of this server as this process finds it.</summary>
    public string Seen(string path) => string.Create(
        CultureInfo.InvariantCulture, $"/proc/{Machine.ProcessId}/root{path}");

    public async ValueTask DisposeAsync()
    {
        await Daemon.DisposeAsync();
        Machine.Dispose();
    }

    private static string Text(IPAddress address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address}:{NodePort}");
}
