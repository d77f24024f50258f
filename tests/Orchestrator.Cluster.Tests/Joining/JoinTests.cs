using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Cluster.Joining;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Cluster.Tests.Joining;

/// <summary>Who becomes a node, over the real port.</summary>
public sealed class JoinTests
{
    private static readonly NodeName Beta = NodeName.Parse("beta");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_WithAToken_GetsWhatMakesItANode()
    {
        await using var branch = new JoiningBranch();
        branch.Snapshot = Seen();
        using var key = NodeKey.Create();

        var accepted = await branch.JoinAsync(await branch.TokenAsync(), "beta", key);

        using var certificate = X509Certificate2.CreateFromPem(accepted.CertificatePem, key.Pem);
        await using var link = await branch.DialAsync(certificate);
        await Eventually.SeeAsync(
            "a link of beta", () => Task.FromResult(branch.Served.ToArray()), seen => seen.SequenceEqual([Beta]));
        Assert.Equal("# for 127.0.0.9:5907\npools: []\n", accepted.Settings);
        Assert.Equal([new JoinImage("golden", "abc")], accepted.Images);
        var peer = Assert.Single(accepted.Peers);
        Assert.Equal(("alpha", "10.0.0.1:5907"), (peer.Node, peer.Address));
        Assert.Equal(["abc"], peer.Images);
        var recorded = Assert.Single(branch.Record.Ended);
        Assert.Null(recorded.Refusal);
        Assert.StartsWith("join as beta at 127.0.0.9:5907 by token ", recorded.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_UsedTwice_IsRefusedAndRecorded()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        using var key = NodeKey.Create();
        await branch.JoinAsync(token, "beta", key);

        await RefusedAsync(branch, JoinRefusal.TokenUsed, token, "gamma");
        await RefusedAsync(branch, JoinRefusal.TokenUsed, token);

        // The same key may ask again: the first answer could have been lost.
        Assert.NotEmpty((await branch.JoinAsync(token, "beta", key)).CertificatePem);
    }

    [Fact]
    public async Task Token_Expired_IsRefusedAndRecorded()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        branch.Time.Advance(TimeSpan.FromHours(1));

        var fault = await RefusedAsync(branch, JoinRefusal.TokenExpired, token);

        Assert.Contains("expired at", fault.Message, StringComparison.Ordinal);
        Assert.Contains("pbm cluster token create", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Revoked_IsRefusedAndRecorded()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        await branch.Tokens.RevokeAsync(token.Id, Cancellation);

        await RefusedAsync(branch, JoinRefusal.TokenRevoked, token);
    }

    [Fact]
    public async Task Token_OfAnotherBranch_KeepsItsSecretAndIsRecorded()
    {
        await using var branch = new JoiningBranch();
        using var other = BranchAuthority.Create(TimeProvider.System.GetUtcNow());

        var token = JoinToken.Create(other.Sha256);

        var fault = await branch.RefusedAsync(token);

        Assert.Equal(JoinFault.ForeignBranch, fault.Fault);
        var recorded = await Eventually.SeeAsync(
            "a record", () => Task.FromResult(branch.Record.Ended.ToArray()), seen => seen.Length == 1);
        Assert.Equal(($"join by token {token.Id} of another branch", JoinRefusal.TokenForeign), recorded[0]);
    }

    [Fact]
    public async Task Token_WithAnotherSecret_IsUnknown()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        var parts = token.Text.Split('.');
        parts[2] = JoinToken.Create(branch.Authority.Sha256).Secret;
        Assert.True(JoinToken.TryParse(string.Join('.', parts), out var tampered));

        await RefusedAsync(branch, JoinRefusal.TokenUnknown, tampered);
        await RefusedAsync(branch, JoinRefusal.TokenUnknown, JoinToken.Create(branch.Authority.Sha256));
    }

    [Fact]
    public async Task Stranger_ThatShowsTheBranchsAuthority_IsToldNothing()
    {
        // Who stands in between has the authority's certificate, which is public, and a certificate of its own.
        await using var branch = new JoiningBranch();
        await using var stranger = new JoiningBranch(shown: branch.Authority);
        var token = await branch.TokenAsync();

        var fault = await stranger.RefusedAsync(token);

        Assert.Equal(JoinFault.ForeignBranch, fault.Fault);
        Assert.Contains("Nothing secret was sent", fault.Message, StringComparison.Ordinal);
        Assert.Empty(stranger.Record.Ended);
    }

    [Fact]
    public async Task Name_OfANode_IsRefusedAndCostsNoToken()
    {
        await using var branch = new JoiningBranch();
        branch.Snapshot = Seen();
        var token = await branch.TokenAsync();

        await RefusedAsync(branch, JoinRefusal.NameTaken, token, "alpha");

        using var key = NodeKey.Create();
        Assert.NotEmpty((await branch.JoinAsync(token, "beta", key)).CertificatePem);
    }

    [Fact]
    public async Task Name_OfANodeThatWasGivenUp_IsFree()
    {
        await using var branch = new JoiningBranch();
        branch.Snapshot = new ClusterSnapshot(1)
        {
            Members = BranchMembers.Of(new BranchMember(new MemberState(Beta, MemberStatus.Down, 1), 1, null)),
        };
        using var key = NodeKey.Create();

        Assert.NotEmpty((await branch.JoinAsync(await branch.TokenAsync(), "beta", key)).CertificatePem);
    }

    [Fact]
    public async Task Node_WithoutTheAuthoritysKey_SaysWhomToAsk()
    {
        await using var branch = new JoiningBranch(signs: false);
        branch.Snapshot = Seen(JoinOffice.SignerRole);
        var token = await branch.TokenAsync();

        var fault = await branch.RefusedAsync(token);

        Assert.Equal(JoinFault.SignedElsewhere, fault.Fault);
        Assert.Equal(["10.0.0.1:5907"], fault.Signers);
        Assert.Contains("ask 10.0.0.1:5907", fault.Message, StringComparison.Ordinal);
        Assert.Empty(branch.Record.Ended);
    }

    [Fact]
    public async Task Store_ThatDoesNotAnswer_RefusesForNow()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        branch.Tokens.Fault = new CoordinationException(CoordinationFault.NoQuorum, "no quorum");

        await RefusedAsync(branch, JoinRefusal.Unavailable, token);
    }

    [Fact]
    public async Task Join_ThatCannotBeRecorded_IsRefused()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        branch.Record.IsFull = true;

        var fault = await branch.RefusedAsync(token);

        Assert.Equal(JoinRefusal.Unavailable, fault.Refusal);
        branch.Record.IsFull = false;
        using var key = NodeKey.Create();
        Assert.NotEmpty((await branch.JoinAsync(token, "beta", key)).CertificatePem);
    }

    [Fact]
    public async Task Joins_MoreThanAMinuteMayHave_AreNotRecorded()
    {
        await using var branch = new JoiningBranch();
        for (var asked = 0; asked < branch.Options.JoinsPerMinuteMax; asked++)
        {
            await RefusedAsync(branch, JoinRefusal.TokenUnknown, JoinToken.Create(branch.Authority.Sha256));
        }

        var fault = await branch.RefusedAsync(await branch.TokenAsync());
        Assert.Equal(JoinRefusal.Unavailable, fault.Refusal);
        Assert.Equal(branch.Options.JoinsPerMinuteMax, branch.Record.Ended.Count);

        branch.Time.Advance(TimeSpan.FromMinutes(1));
        using var key = NodeKey.Create();
        Assert.NotEmpty((await branch.JoinAsync(await branch.TokenAsync(), "beta", key)).CertificatePem);
    }

    [Fact]
    public async Task Server_ThatSaysNothing_LosesItsPlace()
    {
        await using var branch = new JoiningBranch();
        var token = await branch.TokenAsync();
        await using var first = await branch.ConnectAsync(token);
        await using var second = await branch.ConnectAsync(token);

        var third = await Assert.ThrowsAsync<JoinException>(() => branch.ConnectAsync(token));
        Assert.Equal(JoinFault.Unreachable, third.Fault);
        await Eventually.SeeAsync(
            "the deadlines of both", () => Task.FromResult(branch.Time.PendingTimers), timers => timers >= 2);
        branch.Time.Advance(branch.Options.JoinDeadline);

        await Eventually.SeeAsync(
            "room for another server",
            async () =>
            {
                try
                {
                    await (await branch.ConnectAsync(token)).DisposeAsync();
                    return true;
                }
                catch (JoinException)
                {
                    return false;
                }
            },
            hasRoom => hasRoom);
    }

    [Fact]
    public async Task Server_WithoutACertificate_GetsNoNodesLink()
    {
        await using var branch = new JoiningBranch();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", branch.Address.Port, Cancellation);
        await using var stream = new SslStream(client.GetStream());
        var error = await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "alpha",
                    ApplicationProtocols = [new SslApplicationProtocol("pbm-node/1")],
                    RemoteCertificateValidationCallback = (_, shown, _, _) => NodeTrust.NameOf(shown) is not null,
                },
                Cancellation);
            await stream.ReadExactlyAsync(new byte[1], Cancellation).AsTask().Within("the refusal");
        });

        Assert.True(error is AuthenticationException or IOException, $"{error}");
        Assert.Empty(branch.Served);
    }

    private static async Task<JoinException> RefusedAsync(
        JoiningBranch branch, JoinRefusal expected, JoinToken token, string node = "beta")
    {
        var fault = await branch.RefusedAsync(token, node);

        Assert.Equal((JoinFault.Refused, expected), (fault.Fault, fault.Refusal));
        Assert.Equal(expected, branch.Record.Ended.Last().Refusal);
        return fault;
    }

    private static ClusterSnapshot Seen(params string[] roles)
    {
        var alpha = NodeName.Parse("alpha");
        return new ClusterSnapshot(1)
        {
            Members = BranchMembers.Of(new BranchMember(
                new MemberState(alpha, MemberStatus.Up, 1),
                1,
                new NodeAnnouncement("10.0.0.1:5907", "1", new NodeCapacity(1, 0, 1))
                {
                    Roles = roles, GoldenImages = ["abc"],
                })),
            Pools = new Dictionary<Core.Pools.PoolName, BranchPool>
            {
                [JoiningBranch.Pool] = new(
                    new PoolDefinition(JoiningBranch.Pool, 2, new MachineSize(2, 1), "golden", "abc"), 1, 1),
            },
        };
    }
}
