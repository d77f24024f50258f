using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Contracts.Tests;

public class ApiJsonTests
{
    private static readonly DateTimeOffset Signalled = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Pools_AreTheGoldenFile() => AssertGolden(
        "pools.json",
        [new PoolStatus("demo", 2, 1, 0, 0, 2, Signalled, [], []),
            new PoolStatus("win", 4, 0, 3, 1, 0, null, ["machine x exists"], ["golden image changed"])],
        ApiJson.Default.IReadOnlyListPoolStatus);

    [Fact]
    public void Slots_AreTheGoldenFile() => AssertGolden(
        "slots.json",
        [
            new SlotStatus("demo", 5920, "occupied", "00000000000000a1", "clean", null, 0, null, 0, null),
            new SlotStatus("demo", 5921, "quarantined", null, null, null, 5, "clone: no space left", 1,
                Signalled),
            new SlotStatus("demo", 5922, "empty", null, null, null, 0, null, 0, null)
            {
                WaitsFor = "machine x runs on console port 5922",
            },
        ],
        ApiJson.Default.IReadOnlyListSlotStatus);

    [Fact]
    public void Sessions_AreTheGoldenFile() => AssertGolden(
        "sessions.json",
        [
            new SessionStatus("00000000000000b2", "demo", "10.0.0.7", "queued", null, null, Signalled,
                null, null, null, null),
            new SessionStatus("00000000000000b1", "demo", "10.0.0.8", "ended", 5920, "00000000000000a0", Signalled,
                Signalled.AddSeconds(1), Signalled.AddMinutes(5), "idle", Signalled.AddMinutes(6))
            {
                Owner = "beta",
            },
        ],
        ApiJson.Default.IReadOnlyListSessionStatus);

    [Fact]
    public void Health_IsTheGoldenFile() => AssertGolden(
        "health.json",
        new HealthStatus(HealthStatus.Unhealthy, ["demo: golden image changed"]),
        ApiJson.Default.HealthStatus);

    [Fact]
    public void Operators_AreTheGoldenFile() => AssertGolden(
        "operators.json",
        [new OperatorCertificate("anna", "viewer", "6B9C01D0", Signalled, Signalled.AddDays(90), "root")],
        ApiJson.Default.IReadOnlyListOperatorCertificate);

    [Fact]
    public void ClusterEvent_IsTheGoldenFile() => AssertGolden(
        "cluster-event.json",
        new ClusterEvent(Signalled, "member-up", "server-a", "10.0.0.1:5907"),
        ApiJson.Default.ClusterEvent);

    [Fact]
    public void RegionStats_IsTheGoldenFile() => AssertGolden(
        "region-stats.json",
        new RegionStats("machine",
        [
            new RegionNode(
                new ClusterMember("alpha", "up", true, "10.0.0.1:5907", "1.0", ["entry"],
                    new Dictionary<string, int>(), new Dictionary<string, int> { ["demo"] = 2 }) { Machines = 2 },
                IsCoordinator: true, 1, 2),
            new RegionNode(
                new ClusterMember("beta", "down", false, null, null, [],
                    new Dictionary<string, int>(), new Dictionary<string, int>()),
                IsCoordinator: false, 0, null),
        ]),
        ApiJson.Default.RegionStats);

    [Fact]
    public void Alarms_AreTheGoldenFile() => AssertGolden(
        "alarms.json",
        [
            new AlarmStatus("demo", "hypervisor-unreachable", "critical", Signalled, "libvirtd does not answer"),
            new AlarmStatus("win", "quarantine", "warning", Signalled, "slot win/5940 is quarantined: port taken"),
        ],
        ApiJson.Default.IReadOnlyListAlarmStatus);

    [Fact]
    public void Cluster_IsTheGoldenFile() => AssertGolden(
        "cluster.json",
        new ClusterStatus(
            "alpha",
            "beta",
            true,
            [
                new ClusterMember(
                    "alpha", "up", true, "10.0.0.1:5907", "1.0", ["pool"], new Dictionary<string, int> { ["demo"] = 1 },
                    new Dictionary<string, int> { ["demo"] = 2 }),
                new ClusterMember(
                    "beta", "leaving", false, null, null, [], new Dictionary<string, int>(),
                    new Dictionary<string, int> { ["demo"] = 1 })
                {
                    Machines = 2, Sessions = 1, LeaveWithinSeconds = 90,
                },
            ]),
        ApiJson.Default.ClusterStatus);

    [Fact]
    public void Actors_AreTheGoldenFile() => AssertGolden(
        "actors.json",
        new ActorTree("pbm", "branch-1", ["/pool-demo", "/pool-demo/5920"], 3),
        ApiJson.Default.ActorTree);

    [Fact]
    public void LogLine_IsTheGoldenFile() => AssertGolden(
        "log-line.json",
        new LogLine(Signalled, "info", "Orchestrator.Pool.Pools.PoolActor", 5302, "pool demo: cleared by an operator"),
        ApiJson.Default.LogLine);

    [Fact]
    public void Audit_IsTheGoldenFile() => AssertGolden(
        "audit.json",
        [
            new AuditEntry("01", Signalled, "uid 0 (root)", "POST /api/v1/pools/demo/clear", null),
            new AuditEntry("01", Signalled.AddSeconds(2), "uid 0 (root)", "POST /api/v1/pools/demo/clear", 204),
        ],
        ApiJson.Default.IReadOnlyListAuditEntry);

    [Fact]
    public void Order_IsTheGoldenFile() => AssertGolden(
        "order.json", new OrderDone("pool demo has 3 slots"), ApiJson.Default.OrderDone);

    [Fact]
    public void Route_Filled_KeepsWhateverANameHolds() => Assert.Equal(
        "/api/v1/pools/a%2Fb/slots/5920/release",
        ApiRoutes.Fill(ApiRoutes.ReleaseSlot, ("name", "a/b"), ("port", "5920")));

    [Fact]
    public void Error_IsTheGoldenFile() => AssertGolden(
        "error.json",
        new ErrorBody("pool-unknown", "no pool is named 'x'; pools are demo"),
        ApiJson.Default.ErrorBody);

    [Theory]
    [InlineData("""{"status":"healthy","alarms":[],"colour":"red"}""")]
    [InlineData("""{"status":"healthy"}""")]
    [InlineData("""{"status":null,"alarms":[]}""")]
    public void Health_OfOtherShape_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, ApiJson.Default.HealthStatus));

    // Run with GOLDEN_REWRITE=<the testdata folder> to rewrite the files, then read the difference.
    private static void AssertGolden<T>(string name, T value, JsonTypeInfo<T> type)
        where T : class
    {
        var json = JsonSerializer.Serialize(value, type) + "\n";
        if (Environment.GetEnvironmentVariable("GOLDEN_REWRITE") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), json);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "testdata", name)), json);
        var read = JsonSerializer.Deserialize(json, type);
        Assert.NotNull(read);
        Assert.Equal(json, JsonSerializer.Serialize(read, type) + "\n");
    }
}
