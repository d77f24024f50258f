using Orchestrator.Core.Cluster;
using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Tokens;

/// <summary>What a branch remembers of its join tokens, on whatever store.</summary>
public abstract class TokenLedgerContract
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TokenId First = TokenId.Parse("00000000000000a1");
    private static readonly TokenBearer Gamma = new("5ec1", NodeName.Parse("gamma"), "aa");
    private static readonly TokenBearer Delta = new("5ec1", NodeName.Parse("delta"), "dd");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<ICoordinatorWorld> CreateAsync();

    [Fact]
    public async Task Token_MadeByOneNode_IsUsedOnceAtAnother()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");
        await using var beta = await StartAsync(world, "beta");
        await alpha.Tokens.AddAsync(Token(First), Cancellation);

        Assert.Equal(TokenVerdict.Accepted, await UseAsync(beta, Gamma));
        Assert.Equal(TokenVerdict.Used, await UseAsync(alpha, Delta));

        // The answer may have been lost: the same key asks again.
        Assert.Equal(TokenVerdict.Accepted, await UseAsync(alpha, Gamma));
        var remembered = Assert.Single(await alpha.Tokens.ListAsync(Cancellation));
        Assert.Equal(new TokenUse(Gamma.Node, "aa", Now), remembered.Use);
        Assert.Equal(Token(First), remembered with { Use = null });
    }

    [Fact]
    public async Task Token_UsedAtTwoNodesAtOnce_IsOnes()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");
        await using var beta = await StartAsync(world, "beta");
        for (var round = 0; round < 8; round++)
        {
            var id = TokenId.Parse($"00000000000000b{round}");
            await alpha.Tokens.AddAsync(Token(id), Cancellation);

            var verdicts = await Task.WhenAll(
                alpha.Tokens.UseAsync(id, Gamma, Now, Cancellation),
                beta.Tokens.UseAsync(id, Delta, Now, Cancellation));

            Assert.Equal([TokenVerdict.Accepted, TokenVerdict.Used], verdicts.Order());
        }
    }

    [Fact]
    public async Task Token_Revoked_IsRefusedAndRemembered()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");
        await alpha.Tokens.AddAsync(Token(First), Cancellation);

        Assert.True((await alpha.Tokens.RevokeAsync(First, Cancellation))!.IsRevoked);
        Assert.True((await alpha.Tokens.RevokeAsync(First, Cancellation))!.IsRevoked);

        Assert.Equal(TokenVerdict.Revoked, await UseAsync(alpha, Gamma));
        Assert.Null(Assert.Single(await alpha.Tokens.ListAsync(Cancellation)).Use);
    }

    [Fact]
    public async Task Token_NobodyMade_IsUnknown()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");

        Assert.Equal(TokenVerdict.Unknown, await UseAsync(alpha, Gamma));
        Assert.Null(await alpha.Tokens.RevokeAsync(First, Cancellation));
        Assert.Empty(await alpha.Tokens.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Token_Expired_IsRefusedAndForgottenLater()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");
        var token = Token(First);
        await alpha.Tokens.AddAsync(token, Cancellation);

        Assert.Equal(
            TokenVerdict.Expired, await alpha.Tokens.UseAsync(First, Gamma, token.ExpiresAt, Cancellation));
        await alpha.Tokens.AddAsync(
            Token(TokenId.Parse("00000000000000a2")) with { CreatedAt = token.ExpiresAt + TokenRules.RememberedFor },
            Cancellation);

        Assert.Equal("00000000000000a2", Assert.Single(await alpha.Tokens.ListAsync(Cancellation)).Id.Value);
    }

    [Fact]
    public async Task Token_OfAnIdThatExists_IsNotOverwritten()
    {
        await using var world = await CreateAsync();
        await using var alpha = await StartAsync(world, "alpha");
        await alpha.Tokens.AddAsync(Token(First), Cancellation);

        var fault = await Assert.ThrowsAsync<CoordinationException>(
            () => alpha.Tokens.AddAsync(Token(First) with { SecretSha256 = "other" }, Cancellation));

        Assert.Equal(CoordinationFault.Conflict, fault.Fault);
        Assert.Equal(TokenVerdict.Accepted, await UseAsync(alpha, Gamma));
    }

    [Fact]
    public async Task Node_WithoutItsLease_ChangesNoToken()
    {
        await using var world = await CreateAsync();
        await using var alpha = (EtcdCoordinator)world.Start("alpha", "server-alpha");

        await Assert.ThrowsAsync<CoordinationException>(() => alpha.Tokens.AddAsync(Token(First), Cancellation));

        Assert.Empty(await alpha.Tokens.ListAsync(Cancellation));
    }

    private static TokenState Token(TokenId id) =>
        new(id, "5ec1", TokenState.NodeRole, "uid 0 (root)", Now, Now.AddHours(1));

    private static Task<TokenVerdict> UseAsync(EtcdCoordinator node, TokenBearer bearer) =>
        node.Tokens.UseAsync(First, bearer, Now, Cancellation);

    private static async Task<EtcdCoordinator> StartAsync(ICoordinatorWorld world, string name)
    {
        var node = (EtcdCoordinator)world.Start(name, $"server-{name}");
        await node.AnnounceAsync(
            new NodeAnnouncement($"{name}.branch:5907", "1", new NodeCapacity(64, 8, 16)), Cancellation);
        return node;
    }
}
