using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>A ledger in memory; that of a real branch has a contract of its own.</summary>
public sealed class RememberedTokens : ITokenLedger
{
    private readonly Dictionary<TokenId, TokenState> _tokens = [];

    /// <summary>What every call fails with, or null.</summary>
    public CoordinationException? Fault { get; set; }

    public Task<IReadOnlyList<TokenState>> ListAsync(CancellationToken cancellation) => Fault is null
        ? Task.FromResult<IReadOnlyList<TokenState>>([.. _tokens.Values])
        : throw Fault;

    public Task AddAsync(TokenState token, CancellationToken cancellation)
    {
        _tokens.Add(token.Id, token);
        return Task.CompletedTask;
    }

    public Task<TokenVerdict> UseAsync(
        TokenId id, TokenBearer bearer, DateTimeOffset now, CancellationToken cancellation)
    {
        var token = _tokens.GetValueOrDefault(id);
        var verdict = TokenRules.Judge(token, bearer, now);
        if (verdict == TokenVerdict.Accepted)
        {
            _tokens[id] = token! with { Use = new TokenUse(bearer.Node, bearer.KeySha256, now) };
        }

        return Task.FromResult(verdict);
    }

    public Task<TokenState?> RevokeAsync(TokenId id, CancellationToken cancellation)
    {
        var token = _tokens.GetValueOrDefault(id);
        return Task.FromResult(token is null ? null : _tokens[id] = token with { IsRevoked = true });
    }
}
