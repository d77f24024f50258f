using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>An operator's orders: what reaches the pools, what is answered, what is recorded.</summary>
public sealed class OrderTests : IAsyncLifetime
{
    private readonly ApiHost _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/pools/demo/resize?size=3", "resize demo 3")]
    [InlineData("/api/v1/pools/demo/slots/5920/quarantine?reason=new%20disk", "quarantine demo/5920 new disk")]
    [InlineData("/api/v1/pools/demo/slots/5920/quarantine", "quarantine demo/5920 quarantined by an operator")]
    [InlineData("/api/v1/pools/demo/slots/5920/release", "release demo/5920")]
    [InlineData("/api/v1/sessions/00000000000000b1/end", "end 00000000000000b1")]
    public async Task Order_Well_IsTakenAndRecordedTwice(string request, string order)
    {
        using var answer = await PostAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(new OrderDone("so it is"), await ReadAsync<OrderDone>(answer));
        Assert.Equal([order], _host.Orders.Taken);
        var entries = await AuditAsync();
        Assert.Equal([null, 200], entries.Select(entry => entry.Outcome));
        Assert.All(entries, entry =>
        {
            Assert.Equal($"POST {request}", entry.Change);
            Assert.StartsWith("127.0.0.1:", entry.Caller, StringComparison.Ordinal);
            Assert.Equal(entries[0].Id, entry.Id);
        });
    }

    [Theory]
    [InlineData(OperatorVerdict.Unknown, HttpStatusCode.NotFound, "slot-unknown")]
    [InlineData(OperatorVerdict.Refused, HttpStatusCode.Conflict, "slot-refused")]
    public async Task Order_NotTaken_SaysWhy(OperatorVerdict verdict, HttpStatusCode status, string code)
    {
        _host.Orders.Answer = new OperatorAnswer(verdict, "it is so");

        using var answer = await PostAsync("/api/v1/pools/demo/slots/5920/release");

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(new ErrorBody(code, "it is so"), await ReadAsync<ErrorBody>(answer));
        Assert.Equal((int)status, (await AuditAsync())[1].Outcome);
    }

    [Theory]
    [InlineData("/api/v1/pools/No%20Name/resize?size=3", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sessions/xyz/end", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/pools/demo/resize", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/pools/demo/resize?size=many", HttpStatusCode.BadRequest)]
    [InlineData("/api/v1/pools/demo/slots/first/release", HttpStatusCode.BadRequest)]
    public async Task Order_Malformed_ReachesNoPool(string request, HttpStatusCode status)
    {
        using var answer = await PostAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(_host.Orders.Taken);
    }

    [Fact]
    public async Task Order_WithALongReason_IsRefused()
    {
        using var answer = await PostAsync(
            "/api/v1/pools/demo/slots/5920/quarantine?reason=" + new string('x', 201));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Empty(_host.Orders.Taken);
    }

    /// <summary>What cannot be recorded is not done: the audit log has no holes.</summary>
    [Fact]
    public async Task Order_ThatCannotBeRecorded_IsNotDone()
    {
        Directory.CreateDirectory(_host.AuditLog);

        using var answer = await PostAsync("/api/v1/pools/demo/resize?size=3");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("audit-unwritable", (await ReadAsync<ErrorBody>(answer)).Code);
        Assert.Empty(_host.Orders.Taken);
    }

    [Fact]
    public async Task Clear_OfAPool_IsRecorded()
    {
        using var answer = await PostAsync("/api/v1/pools/demo/clear");

        Assert.Equal([null, 204], (await AuditAsync()).Select(entry => entry.Outcome));
    }

    private Task<HttpResponseMessage> PostAsync(string request) =>
        Bound.Within(_host.Client.PostAsync(request, null, Cancellation), $"an answer to {request}");

    private async Task<IReadOnlyList<AuditEntry>> AuditAsync() =>
        (await _host.Client.GetFromJsonAsync(ApiRoutes.Audit, ApiJson.Default.IReadOnlyListAuditEntry, Cancellation))!;

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) =>
        (T)(await answer.Content.ReadFromJsonAsync(typeof(T), ApiJson.Default, Cancellation))!;
}
