using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Daemon.Audit;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Operators elsewhere who are not believed any more.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private readonly BranchCertificates _branch = new();
    private readonly ApiHost _host;
    private readonly ApiCredentials _root;
    private readonly ApiCredentials _anna;

    public RevocationTests()
    {
        _host = new ApiHost { Remote = _branch.Files, IsInBranch = true };
        _root = _branch.Of("root", OperatorRole.Admin);
        _anna = _branch.Of("anna", OperatorRole.Operator);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _branch.Dispose();
    }

    [Fact]
    public async Task Operator_Revoked_IsRefusedOnTheSameConnection()
    {
        using var anna = Client(_anna);
        await anna.GetPoolsAsync(Cancellation);

        await RevokeAsync("/api/v1/operators/anna/revoke");

        await AssertRevokedAsync(anna);
        using var another = Client(_branch.Of("anna", OperatorRole.Operator));
        await AssertRevokedAsync(another);
        using var root = Client(_root);
        Assert.Equal("anna", Assert.Single(await root.GetRevokedOperatorsAsync(Cancellation)).Name);
        var audit = await root.GetAuditAsync(10, Cancellation);
        Assert.Equal([null, 200], audit.Select(entry => entry.Outcome));
        Assert.All(audit, entry => Assert.StartsWith("root (admin) from ", entry.Caller, StringComparison.Ordinal));
        Assert.All(audit, entry => Assert.Equal("POST /api/v1/operators/anna/revoke", entry.Change));
    }

    [Fact]
    public async Task Certificate_RevokedByItsSerial_IsRefusedAlone()
    {
        var serial = _anna.Certificate.SerialNumber.ToLowerInvariant();

        await RevokeAsync($"/api/v1/operators/anna/revoke?serial={serial}");

        using var anna = Client(_anna);
        await AssertRevokedAsync(anna);
        using var another = Client(_branch.Of("anna", OperatorRole.Operator));
        await another.GetPoolsAsync(Cancellation);
    }

    [Fact]
    public async Task Follower_RevokedMeanwhile_HearsNothingMore()
    {
        _host.Branch = new ClusterStatus("a", "a", SeesStore: true, []);
        using var anna = Client(_anna);
        await using var events = anna.ReadClusterEventsAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await Bound.Within(events.MoveNextAsync().AsTask(), "the leader"));

        await RevokeAsync("/api/v1/operators/anna/revoke");
        _host.Branch = _host.Branch with { Coordinator = "b" };

        await Assert.ThrowsAsync<IOException>(
            () => Bound.Within(events.MoveNextAsync().AsTask(), "the end of the events"));
    }

    [Fact]
    public async Task Operator_WhereTheStoreWasNotSeen_IsRefused()
    {
        _host.Operators.Revoked = null;
        using var anna = Client(_anna);

        var refusal = await Assert.ThrowsAsync<ApiException>(() => anna.GetPoolsAsync(Cancellation));

        Assert.Equal((403, "revocations-unknown"), (refusal.Status, refusal.Code));
    }

    [Theory]
    [InlineData("/api/v1/operators/Anna/revoke", "'Anna' is no operator's name")]
    [InlineData("/api/v1/operators/anna/revoke?serial=xyz", "'xyz' is no certificate's serial number")]
    public async Task Revoke_Nonsense_IsRefused(string route, string complaint)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => RevokeAsync(route));

        Assert.Equal(complaint, refusal.Message);
        Assert.Empty(_host.Operators.Revoked!);
    }

    [Fact]
    public async Task Revoke_ThatCannotBeRemembered_SaysSo()
    {
        _host.Operators.Fault = new CoordinationException(CoordinationFault.NoQuorum, "no quorum");

        var refusal = await Assert.ThrowsAsync<ApiException>(() => RevokeAsync("/api/v1/operators/anna/revoke"));

        Assert.Equal((503, "revocation-unwritable"), (refusal.Status, refusal.Code));
    }

    [Fact]
    public async Task File_OfAServerAlone_RemembersOverARestart()
    {
        var revoked = new RevokedOperator(OperatorName.Parse("anna"), "A1", BranchCertificates.Now, "root");
        var file = new RevocationFile(_host.AuditLog);
        Assert.Empty(file.Revoked!);

        await file.RevokeAsync(revoked, Cancellation);
        await file.RevokeAsync(revoked, Cancellation);

        Assert.Equal(revoked, Assert.Single(file.Revoked!));
        Assert.Equal(revoked, Assert.Single(new RevocationFile(_host.AuditLog).Revoked!));
    }

    private ApiClient Client(ApiCredentials credentials) => new(_host.RemoteTarget, credentials);

    private async Task RevokeAsync(string route)
    {
        using var root = Client(_root);
        await Bound.Within(root.OrderAsync(route, Cancellation), "the revocation");
    }

    private static async Task AssertRevokedAsync(ApiClient client)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => client.GetPoolsAsync(Cancellation));
        Assert.Equal(
            (403, "operator-revoked", "the certificate of anna (operator) is revoked"),
            (refusal.Status, refusal.Code, refusal.Message));
    }
}
