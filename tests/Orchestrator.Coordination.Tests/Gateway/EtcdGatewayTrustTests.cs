using System.Security.Cryptography.X509Certificates;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Gateway;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Coordination.Tests.Gateway;

/// <summary>An etcd that takes certificates of the branch only.</summary>
public sealed class EtcdGatewayTrustTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pbm-trust-");
    private readonly TestAuthority _branch = new();
    private readonly TestAuthority _stranger = new("stranger");
    private EtcdServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var certificate = _branch.Issue("etcd");
        var (authority, own, key) = (File("ca.pem"), File("etcd.pem"), File("etcd.key"));
        await System.IO.File.WriteAllTextAsync(authority, _branch.Certificate.ExportCertificatePem(), Cancellation);
        await System.IO.File.WriteAllTextAsync(own, certificate.ExportCertificatePem(), Cancellation);
        await System.IO.File.WriteAllTextAsync(
            key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), Cancellation);
        var handler = new HttpClientHandler { ClientCertificateOptions = ClientCertificateOption.Manual };
        handler.ClientCertificates.Add(_branch.Issue("node-1"));
        handler.ServerCertificateCustomValidationCallback = (_, _, _, _) => true;
        _server = await EtcdServer.StartSecureAsync(
            new HttpClient(handler), "--client-cert-auth", "--trusted-ca-file", authority, "--cert-file", own,
            "--key-file", key);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _branch.Dispose();
        _stranger.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Call_WithTheBranchsCertificate_IsAnswered()
    {
        using var gateway = Open(_branch.Issue("node-1"), _branch.Certificate);
        var written = await WriteAsync(gateway);
        var seen = new TaskCompletionSource();

        // HTTP/2: a watch, a lease and a read share the connection.
        _ = gateway.WatchAsync(
            EtcdRange.Of("/a"), written.Revision, _ => seen.TrySetResult(), Cancellation);
        await seen.Task.Within("the key's creation");
        var lease = await gateway.GrantAsync(TimeSpan.FromSeconds(5), Cancellation);

        Assert.NotNull(await gateway.KeepAliveAsync(lease.Id, Cancellation));
        Assert.Single((await gateway.RangeAsync(EtcdRange.Of("/a"), Cancellation)).Pairs);
    }

    [Fact]
    public async Task Call_WithAStrangersCertificate_IsRefused()
    {
        using var gateway = Open(_stranger.Issue("node-1"), _branch.Certificate);

        await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));
    }

    [Fact]
    public async Task Call_WithoutACertificate_IsRefused()
    {
        using var gateway = Open(null, _branch.Certificate);

        await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));
    }

    [Fact]
    public async Task Call_ServerIsNotOfTheBranch_SendsNothing()
    {
        using var gateway = Open(_branch.Issue("node-1"), _stranger.Certificate);

        var fault = await Assert.ThrowsAsync<CoordinationException>(() => WriteAsync(gateway));

        Assert.Equal(CoordinationFault.Unreachable, fault.Fault);
        using var trusting = Open(_branch.Issue("node-1"), _branch.Certificate);
        Assert.Empty((await trusting.RangeAsync(EtcdRange.Of("/a"), Cancellation)).Pairs);
    }

    private string File(string name) => Path.Combine(_directory.FullName, name);

    private EtcdGateway Open(X509Certificate2? certificate, X509Certificate2 authority) => new(
        new EtcdOptions
        {
            Endpoints = _server.Endpoints, ClientCertificate = certificate, Authorities = [authority],
        },
        new CoordinationOptions(),
        TimeProvider.System);

    private static Task<EtcdOutcome> WriteAsync(EtcdGateway gateway) => gateway.CommitAsync(
        new EtcdTransaction([EtcdComparison.Absent("/a")], [new PutKey("/a", [])], []), Cancellation);
}
