using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Testing.Nodes;

/// <summary>
/// A branch's switch: a bridge in the network of this process, with one cable to each station. Its cables are cut and
/// slowed at the bridge's end, as if somebody pulled them; what only one side shall not hear is dropped there.
/// </summary>
public sealed class BranchSwitch : IAsyncDisposable
{
    private const string Bridge = "branch";
    private const int PrefixBits = 24;

    /// <summary>Of all switches of this process: the kernel takes its time to remove the cables of a network that has
    /// ended, and until then their names are taken.</summary>
    private static int _made;

    private readonly ConcurrentDictionary<IPAddress, (string Port, int ProcessId)> _plugged = [];

    private BranchSwitch()
    {
    }

    public static async Task<BranchSwitch> StartAsync()
    {
        await IpAsync("link", "add", Bridge, "type", "bridge");
        await UpAsync(Bridge);
        return new BranchSwitch();
    }

    /// <summary>Gives the network of a process a cable to here and an address; one that had the address before is
    /// gone.</summary>
    public async Task PlugAsync(int processId, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var port = string.Create(CultureInfo.InvariantCulture, $"port{Interlocked.Increment(ref _made)}");
        var process = Text(processId);
        await IpAsync("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", process);
        await IpAsync("link", "set", port, "master", Bridge);
        await UpAsync(port);
        await InsideAsync(processId, "ip", "address", "add", $"{address}/{PrefixBits}", "dev", "eth0");
        await InsideAsync(processId, "ip", "link", "set", "eth0", "up");
        _plugged[address] = (port, processId);
    }

    /// <summary>A network has ended, and its cable with it; another that has the address by now keeps its
    /// own.</summary>
    public void Forget(int processId, IPAddress address)
    {
        if (_plugged.TryGetValue(address, out var cable) && cable.ProcessId == processId)
        {
            _plugged.TryRemove(KeyValuePair.Create(address, cable));
        }
    }

    /// <summary>Pulls a station's cable.</summary>
    public Task CutAsync(IPAddress address) => IpAsync("link", "set", _plugged[address].Port, "down");

    /// <summary>What one station sends to another no longer arrives; the other way is as it was.</summary>
    public Task DropAsync(IPAddress from, IPAddress to) => InsideAsync(
        _plugged[to].ProcessId, "iptables", "-w", "-A", "INPUT", "-s", Text(from), "-j", "DROP");

    /// <summary>A station's cable carries no more than this, and what waits longer than the time is lost.</summary>
    public async Task SlowAsync(IPAddress address, int kilobitsPerSecond, int waitMilliseconds)
    {
        var (port, processId) = _plugged[address];
        string[] limit =
        [
            "root", "tbf", "rate", $"{Text(kilobitsPerSecond)}kbit", "burst", "4kb", "latency",
            $"{Text(waitMilliseconds)}ms",
        ];
        await Command.RunAsync("tc", ["qdisc", "replace", "dev", port, .. limit]);
        await InsideAsync(processId, ["tc", "qdisc", "replace", "dev", "eth0", .. limit]);
    }

    /// <summary>Everything arrives again.</summary>
    public async Task HealAsync()
    {
        foreach (var (port, processId) in _plugged.Values)
        {
            await IpAsync("link", "set", port, "up");
            await InsideAsync(processId, "iptables", "-w", "-F", "INPUT");
            await Command.TryAsync("tc", "qdisc", "del", "dev", port, "root");
            await Command.TryAsync("nsenter", [.. Network(processId), "tc", "qdisc", "del", "dev", "eth0", "root"]);
        }
    }

    public async ValueTask DisposeAsync() => await IpAsync("link", "del", Bridge);

    /// <summary>With an IPv6 address of its own, and none of IPv4 but the loopback's, this network would count as one
    /// of IPv6 alone: QEMU does not find 127.0.0.1 there.</summary>
    private static async Task UpAsync(string device)
    {
        await IpAsync("link", "set", device, "addrgenmode", "none");
        await IpAsync("link", "set", device, "up");
    }

    private static Task<string> IpAsync(params string[] arguments) => Command.RunAsync("ip", arguments);

    private static Task<string> InsideAsync(int processId, params string[] command) =>
        Command.RunAsync("nsenter", [.. Network(processId), .. command]);

    private static string[] Network(int processId) => ["--target", Text(processId), "--net", "--"];

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
