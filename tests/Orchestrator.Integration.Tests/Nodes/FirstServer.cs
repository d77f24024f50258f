using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Integration.Tests.Nodes;

/// <summary>A branch that its operator has just begun on one server, and the servers that are to join it.</summary>
public sealed class FirstServer : IAsyncLifetime
{
    public const string Pool = "office";
    public const int Slots = 3;

    private const int Last = 11;

    private readonly List<OperatedServer> _servers = [];
    private BranchSwitch? _switch;

    public BranchSwitch Switch => _switch!;

    public OperatedServer Server => _servers[0];

    public static IPAddress At(int last) => IPAddress.Parse(
        string.Create(CultureInfo.InvariantCulture, $"10.77.25.{last}"));

    /// <summary>The node as the branch sees it, or null: it is none.</summary>
    public static JsonNode? Member(JsonNode? branch, string node) => (branch?["members"]?.AsArray() ?? [])
        .FirstOrDefault(member => DaemonProcess.Text(member, "node") == node);

    public static int PlannedSlots(JsonNode? member) => (int?)member?["plannedSlots"]?[Pool] ?? 0;

    /// <summary>A server without golden image and branch; it runs until the tests' end, for it may hold a vote in the
    /// branch's etcd.</summary>
    public async Task<OperatedServer> NewServerAsync(string name)
    {
        var server = await OperatedServer.StartAsync(Switch, At(Last + _servers.Count), name);
        _servers.Add(server);
        await server.ForgetImageAsync();
        return server;
    }

    /// <summary>Waits until every slot of the plan is a clean machine of one of the nodes.</summary>
    public Task<JsonNode?> SeeBranchAsync(params string[] nodes) => Server.SeeBranchAsync(
        $"{string.Join(", ", nodes)} up, with all slots", branch =>
            nodes.All(node => DaemonProcess.Text(Member(branch, node), "status") == "up"
                && Member(branch, node)!["isReachable"]!.GetValue<bool>()
                && PlannedSlots(Member(branch, node)) > 0)
            && branch["members"]!.AsArray().Sum(PlannedSlots) == Slots);

    public async ValueTask InitializeAsync()
    {
        _switch = await BranchSwitch.StartAsync();
        var first = await OperatedServer.StartAsync(_switch, At(Last), "server-a");
        _servers.Add(first);
        await first.BeginBranchAsync(Pool, Slots);
        await SeeBranchAsync(first.Name);
        await first.SeeCleanAsync(Slots);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        if (_switch is not null)
        {
            await _switch.DisposeAsync();
        }
    }
}
