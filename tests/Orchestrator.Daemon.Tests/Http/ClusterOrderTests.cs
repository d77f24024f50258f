using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Orders about a branch's servers: what reaches the branch, what is answered, what is recorded.</summary>
public sealed class ClusterOrderTests : IAsyncLifetime
{
    private readonly ApiHost _host = new() { IsInBranch = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/cluster/members/beta/leave", "leave beta ")]
    [InlineData("/api/v1/cluster/members/beta/leave?within=600", "leave beta 00:10:00")]
    [InlineData("/api/v1/cluster/members/beta/down", "down beta")]
    [InlineData("/api/v1/cluster/down-unreachable", "down unreachable")]
    public async Task Order_Well_IsTakenAndRecorded(string request, string order)
    {
        using var answer = await PostAsync(_host, request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([order], _host.Orders.Taken);
        var entries = await _host.Client.GetFromJsonAsync(
            ApiRoutes.Audit, ApiJson.Default.IReadOnlyListAuditEntry, Cancellation);
        Assert.Equal([null, 200], entries!.Select(entry => entry.Outcome));
        Assert.All(entries!, entry => Assert.Equal($"POST {request}", entry.Change));
    }

    [Theory]
    [InlineData("/api/v1/cluster/members/No%20Name/down", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/cluster/members/beta/leave?within=-1", HttpStatusCode.Conflict)]
    [InlineData("/api/v1/cluster/members/beta/leave?within=604801", HttpStatusCode.Conflict)]
    [InlineData("/api/v1/cluster/members/beta/leave?within=soon", HttpStatusCode.BadRequest)]
    public async Task Order_Malformed_ReachesNobody(string request, HttpStatusCode status)
    {
        using var answer = await PostAsync(_host, request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(_host.Orders.Taken);
    }

    [Theory]
    [InlineData(OperatorVerdict.Unknown, HttpStatusCode.NotFound, "member-unknown")]
    [InlineData(OperatorVerdict.Refused, HttpStatusCode.Conflict, "member-refused")]
    public async Task Order_NotTaken_SaysWhy(OperatorVerdict verdict, HttpStatusCode status, string code)
    {
        _host.Orders.Answer = new OperatorAnswer(verdict, "it is so");

        using var answer = await PostAsync(_host, "/api/v1/cluster/members/beta/down");

        Assert.Equal(status, answer.StatusCode);
        var error = await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation);
        Assert.Equal(new ErrorBody(code, "it is so"), error);
    }

    [Fact]
    public async Task Order_ToAServerAlone_SaysSo()
    {
        await using var alone = new ApiHost();
        await alone.StartAsync();

        using var answer = await PostAsync(alone, "/api/v1/cluster/down-unreachable");

        var error = await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation);
        Assert.Equal((HttpStatusCode.NotFound, "no-cluster"), (answer.StatusCode, error!.Code));
    }

    private static Task<HttpResponseMessage> PostAsync(ApiHost host, string request) =>
        Bound.Within(host.Client.PostAsync(request, null, Cancellation), $"an answer to {request}");
}
