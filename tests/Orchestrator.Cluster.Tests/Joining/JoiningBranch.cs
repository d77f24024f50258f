using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Tokens;
using Orchestrator.Enrolment;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Time;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Cluster.Tests.Joining;

/// <summary>One node of a branch, alpha, at its real port, and servers that want to join it.</summary>
internal sealed class JoiningBranch : IAsyncDisposable
{
    private readonly NodeListener _listener;
    private readonly ConcurrentQueue<NodeName> _served = [];

    /// <param name="signs">Whether the node holds the authority's key.</param>
    /// <param name="shown">The authority that it shows; by default its own.</param>
    public JoiningBranch(bool signs = true, BranchAuthority? shown = null)
    {
        var branch = new BranchForJoins(
            (shown ?? Authority).CertificatePem, Tokens, () => Snapshot, address => $"# for {address}\npools: []\n");
        var office = new JoinOffice(
            branch, signs ? Authority : null, Record, Time, NullLogger<JoinOffice>.Instance);
        _listener = NodeListener.Start(
            new IPEndPoint(IPAddress.Loopback, 0),
            TrustOf("alpha"),
            Options,
            Time,
            NullLogger<NodeListener>.Instance,
            (node, _, _) =>
            {
                _served.Enqueue(node);
                return Task.CompletedTask;
            },
            new JoinDesk(office, Options, Time, NullLogger<JoinDesk>.Instance));
    }

    public static PoolName Pool { get; } = PoolName.Parse("demo");

    /// <summary>Certificates are checked by the real clock, so the branch's is not far from it.</summary>
    public ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public BranchAuthority Authority { get; } = BranchAuthority.Create(TimeProvider.System.GetUtcNow());

    public RememberedTokens Tokens { get; } = new();

    public RecordedJoins Record { get; } = new();

    public NodeLinkOptions Options { get; } = new() { JoinsPerMinuteMax = 5, JoinsMax = 2 };

    public ClusterSnapshot Snapshot { get; set; } = new(1);

    public NodeAddress Address => new("127.0.0.1", _listener.EndPoint.Port);

    /// <summary>Nodes that a link was accepted of.</summary>
    public IReadOnlyCollection<NodeName> Served => _served;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="authority">The authority that it names; by default the branch's.</param>
    public async Task<JoinToken> TokenAsync(string? authority = null)
    {
        var token = JoinToken.Create(authority ?? Authority.Sha256);
        var now = Time.GetUtcNow();
        await Tokens.AddAsync(
            new TokenState(
                token.Id, token.SecretSha256, TokenState.NodeRole, "uid 0 (root)", now, now.AddHours(1)),
            Cancellation);
        return token;
    }

    public async Task<JoinAccepted> JoinAsync(JoinToken token, string node, NodeKey key)
    {
        await using var call = await ConnectAsync(token);
        return await call.AskAsync(
            NodeName.Parse(node), new NodeAddress("127.0.0.9", 5907), key, Cancellation)
            .Within($"an answer to {node}");
    }

    public Task<JoinCall> ConnectAsync(JoinToken token) => JoinCall.ConnectAsync(
        Address, token, Options, Time, Cancellation).Within("an offer");

    public async Task<JoinException> RefusedAsync(JoinToken token, string node = "beta")
    {
        using var key = NodeKey.Create();
        return await Assert.ThrowsAsync<JoinException>(() => JoinAsync(token, node, key));
    }

    /// <summary>Calls as a node.</summary>
    public async Task<SslStream> DialAsync(X509Certificate2 certificate) => await new NodeDialer(
        new NodeTrust(certificate, new X509Certificate2Collection(Authority.Certificate)), Options, Time)
        .ConnectAsync(NodeName.Parse("alpha"), $"{Address}", Cancellation).Within("a link to alpha");

    public NodeTrust TrustOf(string node)
    {
        using var key = NodeKey.Create();
        using var issued = Authority.Issue(
            key.Public, NodeName.Parse(node), "127.0.0.1", TimeProvider.System.GetUtcNow());
        return new NodeTrust(
            X509Certificate2.CreateFromPem(issued.ExportCertificatePem(), key.Pem), [Authority.Certificate]);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        Authority.Dispose();
    }
}
