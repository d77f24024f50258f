using System.Text.Json;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Tests;

/// <summary>How entities are spread over servers, in the original's rows.</summary>
public sealed class RegionStatsTests : IAsyncLifetime
{
    private readonly Answers _daemon = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public async ValueTask InitializeAsync()
    {
        await _daemon.StartAsync();
        _daemon.Say(
            ApiRoutes.Cluster,
            new ClusterStatus("a", "a", SeesStore: true, [Member("a", true, 3, 2), Member("b", false, 0, 0)]),
            ApiJson.Default.ClusterStatus);
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("pool", "1", "1")]
    [InlineData("slot", "4", "4")]
    [InlineData("machine", "3", "unknown")]
    [InlineData("session", "2", "unknown")]
    public async Task RegionStats_OfABranch_IsARowForEachServer(string region, string ofA, string ofB)
    {
        Assert.Equal(ExitCode.Success, await RunAsync("-r", region));

        Assert.Equal(
            [
                $"pbm://a@a:5907 | [entry] | up |  | 1.0.0 [coordinator] | shards: 1 | entities: {ofA}",
                $"pbm://b@b:5907 | [entry] | up | unreachable | 1.0.0 | shards: 1 | entities: {ofB}",
                "Count: 2 nodes",
            ],
            Lines());
    }

    [Fact]
    public async Task RegionStats_AsJson_IsTheContracts()
    {
        Assert.Equal(ExitCode.Success, await RunAsync("-r", "machine", "--json"));

        var stats = JsonSerializer.Deserialize(_output.ToString(), ApiJson.Default.RegionStats)!;
        Assert.Equal("machine", stats.Region);
        Assert.Equal([("a", true, (int?)3), ("b", false, null)], stats.Nodes.Select(node =>
            (node.Member.Node, node.IsCoordinator, node.Entities)));
    }

    [Theory]
    [InlineData("pool", 1)]
    [InlineData("slot", 2)]
    [InlineData("machine", 1)]
    [InlineData("session", 1)]
    public async Task RegionStats_OfAServerAlone_IsItsOwnRow(string region, int entities)
    {
        var at = DateTimeOffset.UnixEpoch;
        _daemon.Say(ApiRoutes.Cluster, new ErrorBody("no-cluster", "alone"), ApiJson.Default.ErrorBody, 404);
        _daemon.Say(ApiRoutes.Actors, new ActorTree("pbm", "alone", [], 0), ApiJson.Default.ActorTree);
        _daemon.Say(
            ApiRoutes.Pools, [new PoolStatus("demo", 2, 1, 0, 0, 0, at, [], [])],
            ApiJson.Default.IReadOnlyListPoolStatus);
        _daemon.Say(
            ApiRoutes.Slots,
            [
                new SlotStatus("demo", 5920, "occupied", "a1", "inuse", "b1", 0, null, 0, null),
                new SlotStatus("demo", 5921, "empty", null, null, null, 0, null, 0, null),
            ],
            ApiJson.Default.IReadOnlyListSlotStatus);
        _daemon.Say(ApiRoutes.Sessions, [Session("connected"), Session("ended"), Session("queued")],
            ApiJson.Default.IReadOnlyListSessionStatus);

        Assert.Equal(ExitCode.Success, await RunAsync("-r", region));

        Assert.Equal(
            [$"pbm://alone | [] | up |  |  [coordinator] | shards: 1 | entities: {entities}", "Count: 1 nodes"],
            Lines());

        SessionStatus Session(string state) => new("b1", "demo", "k", state, null, null, at, null, null, null, null);
    }

    [Theory]
    [InlineData("desktop", "there are no personal desktops yet; regions are pool, slot, machine, session")]
    [InlineData("cloud", "'cloud' is no region; regions are pool, slot, machine, session")]
    public async Task RegionStats_OfNoRegion_SaysWhichThereAre(string region, string complaint)
    {
        Assert.Equal(ExitCode.Usage, await RunAsync("-r", region));

        Assert.StartsWith(complaint, _errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(_daemon.Asked);
    }

    private static ClusterMember Member(string node, bool isReachable, int machines, int sessions) => new(
        node, "up", isReachable, $"{node}:5907", "1.0.0", ["entry"], new Dictionary<string, int>(),
        new Dictionary<string, int> { ["demo"] = 4, ["win"] = 0 })
    {
        Machines = machines, Sessions = sessions,
    };

    private async Task<int> RunAsync(params string[] typed)
    {
        using var reader = new StringReader("");
        using var terminal = new Terminal(reader, _output, _errors, isTerminal: false);
        return await new Pbm(terminal).RunAsync([_daemon.Target, "cluster-sharding", "region-stats", .. typed]);
    }

    private string[] Lines() => _output.ToString().TrimEnd('\n').Split('\n');
}
