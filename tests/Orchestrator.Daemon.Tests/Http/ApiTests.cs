using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Actors;
using Orchestrator.Contracts;
using Orchestrator.Core.Alarms;

namespace Orchestrator.Daemon.Tests.Http;

public sealed class ApiTests : IAsyncLifetime
{
    private static readonly Alarm ImageChanged = new(
        AlarmId.GoldenImage, AlarmSeverity.Critical, DateTimeOffset.UnixEpoch, "golden image changed");

    private readonly ApiHost _host = new();
    private readonly FixedPools _pools;
    private readonly HttpClient _client;

    public ApiTests() => (_pools, _client) = (_host.Pools, _host.Client);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pools_Listed_HaveTheirNumbers()
    {
        var pools = await GetAsync(ApiRoutes.Pools, ApiJson.Default.IReadOnlyListPoolStatus);

        Assert.Equal([("demo", 0, 3), ("other", 1, 0)], pools.Select(pool => (pool.Name, pool.Clean, pool.Waiting)));
    }

    [Fact]
    public async Task Slots_Listed_NameMachineAndSession()
    {
        var slot = Assert.Single(await GetAsync(ApiRoutes.Slots, ApiJson.Default.IReadOnlyListSlotStatus));

        Assert.Equal(
            new SlotStatus("demo", 5920, "occupied", "0000000000000001", "inuse", "0000000000000002", 0, null, 0, null),
            slot);
    }

    [Fact]
    public async Task Sessions_Listed_NameKioskAndPool()
    {
        var session = Assert.Single(await GetAsync(ApiRoutes.Sessions, ApiJson.Default.IReadOnlyListSessionStatus));

        Assert.Equal(("demo", "10.0.0.7", 5920), (session.Pool, session.Kiosk, session.ConsolePort));
    }

    [Fact]
    public async Task Sessions_OfOtherPool_AreLeftOut() =>
        Assert.Empty(await GetAsync(ApiRoutes.Sessions + "?pool=other", ApiJson.Default.IReadOnlyListSessionStatus));

    [Theory]
    [InlineData(ApiRoutes.Pools)]
    [InlineData(ApiRoutes.Slots)]
    [InlineData(ApiRoutes.Sessions)]
    [InlineData(ApiRoutes.Alarms)]
    public async Task Filter_OnUnknownPool_IsNotFound(string route)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route + "?pool=none");

        await AssertErrorAsync(request, HttpStatusCode.NotFound,
            new ErrorBody("pool-unknown", "no pool is named 'none'; pools are demo, other"));
    }

    [Fact]
    public async Task Health_WithoutAlarms_IsOk() =>
        Assert.Equal(HealthStatus.Healthy, (await GetAsync(ApiRoutes.Health, ApiJson.Default.HealthStatus)).Status);

    [Fact]
    public async Task Health_WithAlarm_IsUnavailable()
    {
        _pools.Alarms = [ImageChanged];

        await AssertUnhealthyAsync("demo: golden image changed");
    }

    [Fact]
    public async Task Alarms_Listed_HaveIdSeverityAndSince()
    {
        _pools.Alarms = [ImageChanged];

        Assert.Equal(
            [new AlarmStatus("demo", "golden-image", "critical", DateTimeOffset.UnixEpoch, "golden image changed")],
            await GetAsync(ApiRoutes.Alarms, ApiJson.Default.IReadOnlyListAlarmStatus));
        Assert.Empty(await GetAsync(ApiRoutes.Alarms + "?pool=other", ApiJson.Default.IReadOnlyListAlarmStatus));
    }

    [Fact]
    public async Task Health_PoolsThatDoNotAnswer_IsUnavailable()
    {
        _pools.Fault = new TimeoutException("mailbox full");

        await AssertUnhealthyAsync("the pools do not answer: mailbox full");
    }

    [Fact]
    public async Task Clear_KnownPool_HasNothingLeft()
    {
        using var request = Clear("demo");
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(("demo", true), Assert.Single(_pools.Cleared));
    }

    [Fact]
    public async Task Clear_WithoutRefill_IsPassedOn()
    {
        using var request = Clear("demo", "?refill=false");
        using var answer = await SendAsync(request);

        Assert.Equal(("demo", false), Assert.Single(_pools.Cleared));
    }

    [Fact]
    public async Task Clear_StillDeleting_IsAccepted()
    {
        _pools.ClearFault = new AskTimeoutException("still deleting");
        using var request = Clear("demo");
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("No%20Name")]
    public async Task Clear_UnknownPool_IsNotFound(string name)
    {
        using var request = Clear(name);
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:9180")]
    [InlineData("10.0.0.1")]
    public async Task Request_ForForeignHost_IsForbidden(string host)
    {
        using var request = Clear("demo");
        request.Headers.Host = host;

        await AssertErrorAsync(request, HttpStatusCode.Forbidden, new ErrorBody(
            "host-not-local", $"Host '{host}' is not a loopback address; use 127.0.0.1"));
        Assert.Empty(_pools.Cleared);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Post_FromForeignOrigin_IsForbidden(string origin)
    {
        using var request = Clear("demo");
        request.Headers.Add("Origin", origin);

        await AssertErrorAsync(request, HttpStatusCode.Forbidden, new ErrorBody(
            "origin-foreign", $"Origin '{origin}' is not this API's; call it without a browser"));
        Assert.Empty(_pools.Cleared);
    }

    [Fact]
    public async Task Post_FromOwnOrigin_IsAccepted()
    {
        using var request = Clear("demo");
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task OpenApi_Document_IsTheGoldenFile()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        using var answer = await SendAsync(request);
        var document = await answer.Content.ReadAsStringAsync(Cancellation);

        // The one part that differs from run to run: the port that the kernel chose.
        document = document.ReplaceLineEndings("\n").Replace(_client.BaseAddress!.ToString(), "http://127.0.0.1/",
            StringComparison.Ordinal) + "\n";
        if (Environment.GetEnvironmentVariable("GOLDEN_REWRITE") is { Length: > 0 } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), document, Cancellation);
        }

        var golden = Path.Combine(AppContext.BaseDirectory, "Http", "testdata", "openapi.json");
        Assert.Equal(await File.ReadAllTextAsync(golden, Cancellation), document);
    }

    private static HttpRequestMessage Clear(string pool, string query = "") =>
        new(HttpMethod.Post, ApiRoutes.ClearPool.Replace("{name}", pool, StringComparison.Ordinal) + query);

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        Bound.Within(_client.SendAsync(request, Cancellation), $"an answer to {request.Method} {request.RequestUri}");

    private async Task<T> GetAsync<T>(string route, JsonTypeInfo<T> type)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, route);
        using var answer = await SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{route}: {answer.StatusCode} {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }

    private async Task AssertUnhealthyAsync(string alarm)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiRoutes.Health);
        using var answer = await SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var health = await answer.Content.ReadFromJsonAsync(ApiJson.Default.HealthStatus, Cancellation);
        Assert.Equal(alarm, Assert.Single(health!.Alarms));
    }

    private async Task AssertErrorAsync(HttpRequestMessage request, HttpStatusCode status, ErrorBody expected)
    {
        using var answer = await SendAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation));
    }
}
