using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Routing;
using Orchestrator.Contracts;
using Orchestrator.Core.Operators;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Http;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Operators elsewhere, over real TLS: who is let in, to do what, and what is said of it.</summary>
public sealed class RemoteApiTests : IAsyncLifetime
{
    private const string Refused = "does not accept the operator's certificate";

    private readonly BranchCertificates _branch = new();
    private readonly ApiHost _host;

    public RemoteApiTests() => _host = new ApiHost { Remote = _branch.Files, IsInBranch = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _branch.Dispose();
    }

    [Fact]
    public async Task Viewer_Looking_IsAnswered()
    {
        var pools = await AskAsync(
            _branch.Of("anna", OperatorRole.Viewer), client => client.GetPoolsAsync(Cancellation));

        Assert.Equal(["demo", "other"], pools.Select(pool => pool.Name));
    }

    [Theory]
    [InlineData(OperatorRole.Viewer, "/api/v1/sessions/00000000000000b1/end", "operator")]
    [InlineData(OperatorRole.Viewer, "/api/v1/pools/demo/clear", "operator")]
    [InlineData(OperatorRole.Viewer, "/api/v1/pools/demo/resize?size=9", "admin")]
    [InlineData(OperatorRole.Operator, "/api/v1/pools/demo/resize?size=9", "admin")]
    [InlineData(OperatorRole.Operator, "/api/v1/cluster/members/beta/down", "admin")]
    [InlineData(OperatorRole.Operator, "/api/v1/pools/demo/slots/5920/release", null)]
    [InlineData(OperatorRole.Admin, "/api/v1/pools/demo/resize?size=9", null)]
    [InlineData(OperatorRole.Admin, "/api/v1/cluster/down-unreachable", null)]
    public async Task Order_ByARole_IsTakenOrToldWhatItNeeds(OperatorRole role, string route, string? needed)
    {
        Task Order() => AskAsync(_branch.Of("anna", role), client => client.OrderAsync(route, Cancellation));

        if (needed is null)
        {
            await Order();
            Assert.Single(_host.Orders.Taken);
            return;
        }

        var refusal = await Assert.ThrowsAsync<ApiException>(Order);
        Assert.Equal((403, "role-missing"), (refusal.Status, refusal.Code));
        Assert.Equal($"anna ({role.Word()}) may not do this; it needs the role {needed}", refusal.Message);
        Assert.Empty(_host.Orders.Taken);
        Assert.Empty(_host.Pools.Cleared);
        Assert.False(File.Exists(_host.AuditLog), "a refusal stands in the audit log, where it could push others out");
        Assert.Contains(await LogAsync(), line => line.EventId == 6231
            && line.Text.StartsWith($"anna ({role.Word()}) was refused POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Order_Taken_IsAuditedWithNameAndRole()
    {
        var anna = _branch.Of("anna", OperatorRole.Operator);
        await AskAsync(anna, client => client.OrderAsync("/api/v1/pools/demo/clear", Cancellation));

        var entries = await AskAsync(anna, client => client.GetAuditAsync(10, Cancellation));

        Assert.Equal([null, 204], entries.Select(entry => entry.Outcome));
        Assert.All(entries, entry =>
            Assert.StartsWith("anna (operator) from 127.0.0.1:", entry.Caller, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operator_OfAnotherBranch_IsRefused()
    {
        using var other = new BranchCertificates();
        var stranger = other.Of("anna", OperatorRole.Admin);

        // It believes the server, so that the server's own no is what is seen.
        await AssertRefusedAsync(stranger with { Authorities = [_branch.Authority.Certificate] });
        Assert.Contains(await LogAsync(), line => line.EventId == 6230
            && line.Text.Contains("CN=anna", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operator_WhoseCertificateHasRunOut_IsRefused() =>
        await AssertRefusedAsync(_branch.Of("anna", OperatorRole.Admin, BranchCertificates.Now.AddDays(-91)));

    [Fact]
    public async Task Node_AsAnOperator_IsRefused() => await AssertRefusedAsync(new ApiCredentials(
        X509Certificate2.CreateFromPemFile(_branch.Files.Certificate, _branch.Files.Key),
        [_branch.Authority.Certificate]));

    [Fact]
    public async Task Caller_WithoutACertificate_IsRefused()
    {
        using var socket = await ConnectAsync();
        await using var stream = new SslStream(new NetworkStream(socket), false, IsAlpha);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "alpha" }, Cancellation);

        await AssertEndedAsync(stream);
        Assert.Contains(await LogAsync(), line => line.Text.Contains("no certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_WithOldTls_IsRefused()
    {
        using var socket = await ConnectAsync();
        await using var stream = new SslStream(new NetworkStream(socket), false, IsAlpha);
        var old = new SslClientAuthenticationOptions
        {
            TargetHost = "alpha",
            EnabledSslProtocols = SslProtocols.Tls12,
            ClientCertificates = [_branch.Of("anna", OperatorRole.Admin).Certificate],
        };

        var error = await Record.ExceptionAsync(() => stream.AuthenticateAsClientAsync(old, Cancellation));

        Assert.True(error is AuthenticationException or IOException, $"TLS 1.2 was spoken: {error}");
    }

    [Fact]
    public async Task Server_OfAnotherBranch_IsNotBelieved()
    {
        using var other = new BranchCertificates();

        await AssertNotBelievedAsync(other.Of("anna", OperatorRole.Admin), "not certified for '127.0.0.1'");
    }

    [Fact]
    public async Task Server_OfAnotherName_IsNotBelieved()
    {
        var anna = _branch.Of("anna", OperatorRole.Admin);
        await AskAsync(anna with { Node = "alpha" }, client => client.GetPoolsAsync(Cancellation));

        await AssertNotBelievedAsync(anna with { Node = "beta" }, "not node beta");
    }

    [Fact]
    public async Task Operator_AsAServer_IsNotBelieved()
    {
        var anna = _branch.Of("anna", OperatorRole.Admin);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync();

        using var client = new ApiClient(
            new ApiTarget(null, "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port) { IsSecure = true }, anna);
        await Assert.ThrowsAsync<ApiUntrustedException>(() =>
            Bound.Within(client.GetPoolsAsync(Cancellation), "the operator to be refused as a server"));
        await Bound.Within(serving, "the impostor to end");

        async Task ServeAsync()
        {
            using var socket = await listener.AcceptSocketAsync(Cancellation);
            await using var stream = new SslStream(new NetworkStream(socket));
            await Record.ExceptionAsync(() => stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = anna.Certificate }, Cancellation));
        }
    }

    [Fact]
    public void Routes_All_HaveALeastRole()
    {
        var unnamed = _host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Where(method => RouteRoles.LeastOf(method, endpoint.RoutePattern.RawText) is null)
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}"));

        Assert.Empty(unnamed);
    }

    [Fact]
    public void Configuration_WithAnOperatorsCertificate_IsRefusedAtTheStart()
    {
        var anna = _branch.Of("anna", OperatorRole.Admin).Certificate;
        File.WriteAllText(_branch.Files.Certificate, anna.ExportCertificatePem());
        File.WriteAllText(_branch.Files.Key, anna.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        var fault = Assert.Throws<StartException>(() =>
            new RemoteApi(new RemoteApiOptions(IPAddress.Loopback, 0, _branch.Files)));

        Assert.Contains("is not of a node", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>These callers are no operators, and care only about getting so far.</summary>
    private static bool IsAlpha(object sender, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors) =>
        (shown as X509Certificate2)?.MatchesHostname("alpha") == true;

    private async Task<T> AskAsync<T>(ApiCredentials credentials, Func<ApiClient, Task<T>> ask)
    {
        using var client = new ApiClient(_host.RemoteTarget, credentials);
        return await Bound.Within(ask(client), "an answer over TLS");
    }

    private async Task AssertRefusedAsync(ApiCredentials credentials)
    {
        var error = await Assert.ThrowsAsync<ApiUntrustedException>(() =>
            AskAsync(credentials, client => client.GetPoolsAsync(Cancellation)));

        Assert.Contains(Refused, error.Message, StringComparison.Ordinal);
        Assert.Contains(await LogAsync(), line => line.EventId == 6230);
    }

    private async Task AssertNotBelievedAsync(ApiCredentials credentials, string because)
    {
        var error = await Assert.ThrowsAsync<ApiUntrustedException>(() =>
            AskAsync(credentials, client => client.GetPoolsAsync(Cancellation)));

        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    private static async Task AssertEndedAsync(SslStream stream)
    {
        var error = await Record.ExceptionAsync(async () =>
        {
            await stream.WriteAsync("GET /healthz HTTP/1.1\r\nHost: alpha\r\n\r\n"u8.ToArray(), Cancellation);
            var read = await Bound.Within(stream.ReadAsync(new byte[1], Cancellation).AsTask(), "the link to end");
            Assert.Equal(0, read);
        });

        Assert.True(error is null or IOException, $"the link did not just end: {error}");
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(_host.RemoteTarget.Host, _host.RemoteTarget.Port, Cancellation);
        return socket;
    }

    private async Task<IReadOnlyList<LogLine>> LogAsync()
    {
        var lines = new List<LogLine>();
        await foreach (var line in _host.Log.ReadAsync(1000, follow: false, Cancellation))
        {
            lines.Add(line);
        }

        return lines;
    }
}
