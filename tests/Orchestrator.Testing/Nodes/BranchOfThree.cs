using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Certificates;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// A branch of three servers on one machine: each has a network of its own at the branch's switch, libvirt and QEMU, a
/// member of the store with TLS, and the real daemon. It runs under tests/private-libvirt.sh.
/// </summary>
public sealed class BranchOfThree : IAsyncDisposable
{
    /// <summary>The one pool of the branch.</summary>
    public const string Pool = "office";

    private const string Network = "10.77.24";
    private const int FirstServer = 11;
    private const int FirstKiosk = 101;

    /// <summary>etcd sets two files of 64 MiB aside at once.</summary>
    private const int StoreDiskMebibytes = 176;

    private static readonly string[] Names = ["server-a", "server-b", "server-c"];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pbm-branch-");
    private readonly TestAuthority _authority = new();
    private readonly List<Station> _kiosks = [];

    private BranchOfThree(BranchSwitch @switch, BranchOfThreeSettings settings) =>
        (Switch, Settings) = (@switch, settings);

    public BranchSwitch Switch { get; }

    public BranchOfThreeSettings Settings { get; }

    public IReadOnlyList<BranchServer> Servers { get; private set; } = [];

    /// <summary>Starts everything and waits until the branch has all its clean machines.</summary>
    public static async Task<BranchOfThree> StartAsync(BranchOfThreeSettings? settings = null)
    {
        var branch = new BranchOfThree(await BranchSwitch.StartAsync(), settings ?? new BranchOfThreeSettings());
        await branch.StartServersAsync();
        return branch;
    }

    /// <summary>A kiosk at the branch's switch; it stays for the next test.</summary>
    /// <param name="number">Which one, from 0.</param>
    public async Task<Station> KioskAsync(int number)
    {
        while (_kiosks.Count <= number)
        {
            _kiosks.Add(await Station.StartAsync(Switch, At(FirstKiosk + _kiosks.Count)));
        }

        return _kiosks[number];
    }

    /// <summary>The server of this name.</summary>
    public BranchServer Find(string name) => Servers.Single(server => server.Name == name);

    /// <summary>The server that writes the plan, by the word of one that sees the store.</summary>
    public async Task<BranchServer> CoordinatorAsync()
    {
        var seen = await Servers[0].SeeBranchAsync(
            "a coordinator", branch => DaemonProcess.Text(branch, "coordinator") is not null);
        return Find(DaemonProcess.Text(seen, "coordinator")!);
    }

    /// <summary>Slots that the plan gives to a node, or to all nodes.</summary>
    /// <param name="branch">The branch as a node sees it.</param>
    /// <param name="node">The node; null: all.</param>
    public static int PlannedSlots(JsonNode? branch, string? node = null) =>
        (branch?["members"]?.AsArray() ?? [])
            .Where(member => node is null || DaemonProcess.Text(member, "node") == node)
            .Sum(member => (int?)member?["plannedSlots"]?[Pool] ?? 0);

    /// <summary>Everything that can run runs, and every cable is in.</summary>
    public async Task RestoreAsync()
    {
        await Switch.HealAsync();
        foreach (var server in Servers.Where(server => !server.Store.IsRunning))
        {
            server.StartStore();
        }

        foreach (var server in Servers.Where(server => !server.Daemon.IsRunning))
        {
            await server.Daemon.KillAsync();
            await server.StartDaemonAsync();
        }
    }

    /// <summary>Makes the branch well, whatever an earlier test has left.</summary>
    public async Task MakeWellAsync()
    {
        await RestoreAsync();
        await SeeWellAsync();
    }

    /// <summary>
    /// Waits until the branch is well: all know each other, the plan gives out all slots, each is full of clean
    /// machines, libvirt holds these and no others, no session lives or owes a proof, nothing is alarmed; and nothing
    /// that happened until now broke the branch's promises.
    /// </summary>
    public async Task SeeWellAsync()
    {
        foreach (var server in Servers)
        {
            await server.SeeBranchAsync("three reachable members and a whole plan", IsWhole);
        }

        foreach (var server in Servers)
        {
            await SeeWellAsync(server);
        }

        Assert.Equal(Settings.Size, await CountCleanAsync());
        Assert.Empty(History().Violations);
    }

    /// <summary>What the nodes' journals have ever held.</summary>
    public BranchHistory History() => BranchHistory.Read(
        Servers.ToDictionary(server => server.Name, server => server.Files.Witness));

    public async ValueTask DisposeAsync()
    {
        foreach (var kiosk in _kiosks)
        {
            kiosk.Dispose();
        }

        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }

        await Switch.DisposeAsync();
        _authority.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task StartServersAsync()
    {
        var addresses = Names.Select((name, index) => (name, Address: At(FirstServer + index)))
            .ToDictionary(one => one.name, one => one.Address);
        var machines = await Task.WhenAll(
            addresses.Values.Select(address => ServerMachine.StartAsync(Switch, address)));
        Servers = [.. machines.Zip(Names, (machine, name) =>
        {
            var files = new NodeFiles(
                Path.Combine(_directory.FullName, name), name, machine.Address, _authority);
            files.Configure(Pool, Settings, addresses.Values);
            return new BranchServer(machine, files, new StoreMember(files, addresses));
        })];
        await Servers[^1].Store.LimitDiskAsync(StoreDiskMebibytes);
        await RestoreAsync();
        await SeeWellAsync();
    }

    private bool IsWhole(JsonNode branch)
    {
        var members = branch["members"]!.AsArray();
        return DaemonProcess.Text(branch, "coordinator") is not null
            && branch["seesStore"]!.GetValue<bool>()
            && members.Count == Names.Length
            && members.All(member => DaemonProcess.Text(member, "status") == "up"
                && member!["isReachable"]!.GetValue<bool>())
            && PlannedSlots(branch) == Settings.Size;
    }

    private static async Task SeeWellAsync(BranchServer server)
    {
        var planned = PlannedSlots(await server.Daemon.Api.GetAsync("cluster"), server.Name);
        var slots = await server.SeeAsync($"{planned} clean machines and no other", "slots", all =>
            all.Count == planned && all.All(slot => DaemonProcess.Text(slot, "machineState") == "clean"));
        IReadOnlyList<string> clean = [.. slots.Select(slot => DaemonProcess.Text(slot, "machine")!)];
        await SeeOnlyAsync($"domains at {server.Name}", clean, () => server.Machine.DomainsAsync(Pool));
        await SeeOnlyAsync($"overlays at {server.Name}", clean, () => server.Machine.OverlaysAsync(Pool));
        await server.SeeAsync("no session that lives or waits for its proof", "sessions", all => all.All(IsOver));
        await server.SeeAsync("no alarm and a proof without differences", "pools", pools => pools.Count == 1
            && DaemonProcess.Text(pools[0], "provedAt") is not null
            && pools[0]!["differences"]!.AsArray().Count == 0
            && pools[0]!["alarms"]!.AsArray().Count == 0);
    }

    private static bool IsOver(JsonNode? session) => DaemonProcess.Text(session, "state") == "ended"
        && (DaemonProcess.Text(session, "machine") is null
            || DaemonProcess.Text(session, "machineGoneAt") is not null);

    private static Task<IReadOnlyList<string>> SeeOnlyAsync(
        string what, IReadOnlyList<string> machines, Func<Task<IReadOnlyList<string>>> list) => Eventually.SeeAsync(
        $"{what} of exactly {string.Join(", ", machines)}",
        list,
        names => names.Count == machines.Count
            && machines.All(machine => names.Any(name => name.Contains(machine, StringComparison.Ordinal))));

    private async Task<int> CountCleanAsync()
    {
        var counts = await Task.WhenAll(Servers.Select(server => server.MachinesAsync("clean")));
        return counts.Sum(machines => machines.Count);
    }

    private static IPAddress At(int last) => IPAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"{Network}.{last}"));
}
