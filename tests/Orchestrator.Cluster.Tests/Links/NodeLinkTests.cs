using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Enrolment;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.Time;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Cluster.Tests.Links;

/// <summary>Who may call a node, and whom a node believes that it called.</summary>
public sealed class NodeLinkTests : IAsyncLifetime
{
    private static readonly NodeName Alpha = NodeName.Parse("alpha");
    private static readonly NodeName Beta = NodeName.Parse("beta");

    private readonly TestAuthority _branch = new();
    private readonly TestAuthority _stranger = new("stranger");
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<NodeName> _served = [];
    private readonly NodeLinkOptions _options = new() { LinksMax = 2 };
    private NodeListener _listener = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _listener = NodeListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), Trust(_branch, "alpha"), _options, _time,
            NullLogger<NodeListener>.Instance, EchoAsync);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _branch.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Link_OfTwoNodes_CarriesBytesAndNames()
    {
        await using var link = await DialAsync(Trust(_branch, "beta"), Alpha);

        await link.WriteAsync("abc"u8.ToArray(), Cancellation);
        var answer = new byte[3];
        await link.ReadExactlyAsync(answer, Cancellation);

        Assert.Equal("abc"u8.ToArray(), answer);
        Assert.Equal([Beta], _served);
        Assert.Equal(SslProtocols.Tls13, link.SslProtocol);
    }

    [Fact]
    public async Task Caller_OfAnotherAuthority_IsRefused() => await RefusedAsync(new NodeTrust(
        _stranger.Issue("beta"), [_branch.Certificate]));

    [Fact]
    public async Task Caller_WhoseCertificateRanOut_IsRefused() => await RefusedAsync(new NodeTrust(
        _branch.Issue("beta", TimeProvider.System.GetUtcNow().AddHours(-1)), [_branch.Certificate]));

    [Fact]
    public async Task Caller_WhoseCertificateNamesNoNode_IsRefused() =>
        await RefusedAsync(Trust(_branch, "*.example.org"));

    [Fact]
    public async Task Caller_IsAnOperator_IsRefused()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var branch = BranchAuthority.Create(now);
        using var key = NodeKey.Create();
        using var issued = branch.Issue(key.Public, Alpha, "127.0.0.1", now);
        using var node = X509Certificate2.CreateFromPem(issued.ExportCertificatePem(), key.Pem);
        using var anna = OperatorFile.Parse(OperatorFile.Create(
            branch, new OperatorIdentity(OperatorName.Parse("anna"), OperatorRole.Admin), TimeSpan.FromDays(1), now));
        await using var listener = NodeListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0), new NodeTrust(node, [branch.Certificate]), _options, _time,
            NullLogger<NodeListener>.Instance, EchoAsync);

        var fault = await Assert.ThrowsAsync<NodeLinkException>(() =>
            new NodeDialer(new NodeTrust(anna.Certificate, anna.Authorities), _options, _time)
                .ConnectAsync(Alpha, $"{listener.EndPoint}", Cancellation));

        Assert.Equal(NodeLinkFault.Untrusted, fault.Fault);
        Assert.Empty(_served);
    }

    [Fact]
    public async Task Called_IsAnotherNodeThanMeant_IsNotBelieved()
    {
        var fault = await Assert.ThrowsAsync<NodeLinkException>(() => DialAsync(Trust(_branch, "beta"), Beta));

        Assert.Equal(NodeLinkFault.Untrusted, fault.Fault);
        Assert.Empty(_served);
    }

    [Fact]
    public async Task Called_IsOfAnotherAuthority_IsNotBelieved()
    {
        var fault = await Assert.ThrowsAsync<NodeLinkException>(
            () => DialAsync(new NodeTrust(_branch.Issue("beta"), [_stranger.Certificate]), Alpha));

        Assert.Equal(NodeLinkFault.Untrusted, fault.Fault);
        Assert.Empty(_served);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, false)]
    public async Task Caller_WithOldTlsOrNoCertificate_IsRefused(SslProtocols protocol, bool hasCertificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_listener.EndPoint, Cancellation);
        await using var stream = new SslStream(client.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "alpha",
            EnabledSslProtocols = protocol,
            ClientCertificates = hasCertificate ? [_branch.Issue("beta")] : null,
            RemoteCertificateValidationCallback = (_, shown, _, _) => NodeTrust.NameOf(shown) == Alpha,
        };

        var error = await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(options, Cancellation);
            await stream.ReadExactlyAsync(new byte[1], Cancellation);
        });

        Assert.True(error is AuthenticationException or IOException, $"{error}");
        Assert.Empty(_served);
    }

    [Fact]
    public async Task Caller_SaysNothing_IsCutAfterTheDeadline()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_listener.EndPoint, Cancellation);
        await Until(() => _listener.Links == 1 && _time.PendingTimers > 0);

        _time.Advance(_options.HandshakeDeadline);

        var end = await Record.ExceptionAsync(() =>
            client.GetStream().ReadExactlyAsync(new byte[1], Cancellation).AsTask().Within("the cut"));
        Assert.IsAssignableFrom<IOException>(end);
        await Until(() => _listener.Links == 0);
    }

    [Fact]
    public async Task Called_SaysNothing_IsOverdue()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var dialing = new NodeDialer(Trust(_branch, "beta"), _options, _time)
            .ConnectAsync(Alpha, $"{silent.LocalEndpoint}", Cancellation);
        using var accepted = await silent.AcceptSocketAsync(Cancellation);

        _time.Advance(_options.HandshakeDeadline);

        var fault = await Assert.ThrowsAsync<NodeLinkException>(() => dialing.Within("the dialing's end"));
        Assert.Equal(NodeLinkFault.Overdue, fault.Fault);
    }

    [Fact]
    public async Task Called_NobodyListens_IsUnreachable()
    {
        var endPoint = _listener.EndPoint;
        await _listener.DisposeAsync();

        var fault = await Assert.ThrowsAsync<NodeLinkException>(
            () => new NodeDialer(Trust(_branch, "beta"), _options, _time)
                .ConnectAsync(Alpha, $"{endPoint}", Cancellation));

        Assert.Equal(NodeLinkFault.Unreachable, fault.Fault);
    }

    [Fact]
    public async Task Links_BeyondTheLimit_AreRefusedUntilOneEnds()
    {
        var trust = Trust(_branch, "beta");
        await using var first = await DialAsync(trust, Alpha);
        var second = await DialAsync(trust, Alpha);

        await Assert.ThrowsAsync<NodeLinkException>(() => DialAsync(trust, Alpha));
        await second.DisposeAsync();
        await Until(() => _listener.Links == 1);

        await using var third = await DialAsync(trust, Alpha);
        Assert.Equal(2, _listener.Links);
    }

    private static NodeTrust Trust(TestAuthority authority, string name) =>
        new(authority.Issue(name), new X509Certificate2Collection(authority.Certificate));

    private static Task<bool> Until(Func<bool> holds) => Testing.Branch.Eventually.SeeAsync(
        "the listener to have noticed", () => Task.FromResult(holds()), seen => seen);

    private async Task RefusedAsync(NodeTrust trust)
    {
        var fault = await Assert.ThrowsAsync<NodeLinkException>(() => DialAsync(trust, Alpha));

        Assert.Equal(NodeLinkFault.Untrusted, fault.Fault);
        Assert.Empty(_served);
    }

    private Task<SslStream> DialAsync(NodeTrust trust, NodeName node) =>
        new NodeDialer(trust, _options, _time).ConnectAsync(node, $"{_listener.EndPoint}", Cancellation)
            .Within($"a link to {node}");

    private async Task EchoAsync(NodeName node, SslStream stream, CancellationToken stopping)
    {
        // A caller that does not believe this node has shown its own certificate by then, and asks nothing.
        var first = new byte[1];
        await stream.ReadExactlyAsync(first, stopping);
        _served.Enqueue(node);
        await stream.WriteAsync(first, stopping);
        await stream.CopyToAsync(stream, stopping);
    }
}
