using System.Net;
using System.Net.Http.Json;
using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Join tokens over the API: what is remembered, told and recorded.</summary>
public sealed class JoinTokenTests : IAsyncLifetime
{
    private readonly ApiHost _host = new() { IsInBranch = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Token_Created_IsToldOnceAndRemembered()
    {
        var created = await CreateAsync("?ttl=600");

        Assert.True(JoinToken.TryParse(created.Token, out var token));
        var state = Assert.Single(await _host.Tokens.ListAsync(Cancellation));
        Assert.Equal((token.Id, token.SecretSha256), (state.Id, state.SecretSha256));
        Assert.Equal(TimeSpan.FromMinutes(10), state.ExpiresAt - state.CreatedAt);
        var listed = Assert.Single(await ListAsync());
        Assert.Equal((created.Id, "open"), (listed.Id, listed.State));
        Assert.StartsWith("127.0.0.1:", listed.CreatedBy, StringComparison.Ordinal);

        // Nothing that stays holds the secret.
        var audit = await File.ReadAllTextAsync(_host.AuditLog, Cancellation);
        Assert.Contains("/api/v1/cluster/tokens?ttl=600", audit, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Secret, audit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_UsedOrRevoked_IsListedSo()
    {
        var used = await CreateAsync();
        var revoked = await CreateAsync();
        Assert.True(JoinToken.TryParse(used.Token, out var token));
        await _host.Tokens.UseAsync(
            token.Id, new TokenBearer(token.SecretSha256, NodeName.Parse("beta"), "key"),
            TimeProvider.System.GetUtcNow(), Cancellation);

        using var answer = await PostAsync($"/api/v1/cluster/tokens/{revoked.Id}/revoke");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var listed = await ListAsync();
        Assert.Equal(
            [(used.Id, "used", "beta"), (revoked.Id, "revoked", null)],
            listed.Select(one => (one.Id, one.State, one.UsedBy)));
    }

    [Theory]
    [InlineData("/api/v1/cluster/tokens?ttl=59", HttpStatusCode.Conflict)]
    [InlineData("/api/v1/cluster/tokens?ttl=604801", HttpStatusCode.Conflict)]
    [InlineData("/api/v1/cluster/tokens?ttl=-1", HttpStatusCode.Conflict)]
    [InlineData("/api/v1/cluster/tokens/none/revoke", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/cluster/tokens/0123456789abcdef/revoke", HttpStatusCode.NotFound)]
    public async Task Order_OutOfBounds_ChangesNothing(string request, HttpStatusCode status)
    {
        using var answer = await PostAsync(request);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await _host.Tokens.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Store_ThatDoesNotAnswer_IsTold()
    {
        _host.Tokens.Fault = new CoordinationException(CoordinationFault.NoQuorum, "no quorum");

        using var answer = await _host.Client.GetAsync(new Uri(ApiRoutes.JoinTokens, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var error = await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation);
        Assert.Equal("store-unavailable", error!.Code);
    }

    [Fact]
    public async Task Server_ThatStandsAlone_HasNoTokens()
    {
        await using var alone = new ApiHost();
        await alone.StartAsync();

        using var answer = await alone.Client.PostAsync(
            new Uri(ApiRoutes.JoinTokens, UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var error = await answer.Content.ReadFromJsonAsync(ApiJson.Default.ErrorBody, Cancellation);
        Assert.Equal("no-joins", error!.Code);
    }

    private async Task<JoinTokenCreated> CreateAsync(string query = "")
    {
        using var answer = await PostAsync(ApiRoutes.JoinTokens + query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync(ApiJson.Default.JoinTokenCreated, Cancellation))!;
    }

    private async Task<IReadOnlyList<JoinTokenStatus>> ListAsync() => (await _host.Client.GetFromJsonAsync(
        ApiRoutes.JoinTokens, ApiJson.Default.IReadOnlyListJoinTokenStatus, Cancellation))!;

    private Task<HttpResponseMessage> PostAsync(string request) => Bound.Within(
        _host.Client.PostAsync(new Uri(request, UriKind.Relative), null, Cancellation), $"an answer to {request}");
}
