using Orchestrator.Core.Tokens;

namespace Orchestrator.Drivers.Coordination;

/// <summary>
/// The branch's memory of its join tokens: each is used by one key at most, whatever node is asked, because a use
/// counts once the store holds it. Faults are <see cref="CoordinationException"/>s; after one whose outcome is open the
/// same call may be made again.
/// </summary>
public interface ITokenLedger
{
    /// <summary>All that are remembered, the oldest first.</summary>
    Task<IReadOnlyList<TokenState>> ListAsync(CancellationToken cancellation);

    /// <summary>Remembers a new one, and forgets those that nobody has to know of any more.</summary>
    Task AddAsync(TokenState token, CancellationToken cancellation);

    /// <summary>Uses a token, or says why it cannot be.</summary>
    /// <param name="id">Which.</param>
    /// <param name="bearer">Who shows it.</param>
    /// <param name="now">The signer's time.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<TokenVerdict> UseAsync(
        TokenId id, TokenBearer bearer, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Ends a token before its time.</summary>
    /// <returns>What it is now; null: there is none of this id.</returns>
    Task<TokenState?> RevokeAsync(TokenId id, CancellationToken cancellation);
}
