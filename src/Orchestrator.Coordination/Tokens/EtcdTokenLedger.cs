using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Tokens;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Tokens;

/// <summary>Responsible for the join tokens in the store: each change is done only to what was seen, by a node that is
/// still itself.</summary>
internal sealed class EtcdTokenLedger(
    IEtcd etcd, FencedCommit commit, BranchKeys keys, RecordWriter writer, CoordinationOptions options) : ITokenLedger
{
    public async Task<IReadOnlyList<TokenState>> ListAsync(CancellationToken cancellation)
    {
        var listing = await etcd.RangeAsync(EtcdRange.Under(keys.Tokens), cancellation).ConfigureAwait(false);
        return
        [
            .. listing.Pairs.Select(pair => Read(pair)).OrderBy(token => token.CreatedAt)
                .ThenBy(token => token.Id.Value, StringComparer.Ordinal),
        ];
    }

    public async Task AddAsync(TokenState token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(token);
        var known = await ListAsync(cancellation).ConfigureAwait(false);
        foreach (var old in known.Where(old => TokenRules.IsForgotten(old, token.CreatedAt)))
        {
            var forgotten = keys.Token(old.Id);
            await commit.RunAsync([], _ => new DeleteKey(forgotten), cancellation).ConfigureAwait(false);
        }

        if (known.Count(old => !TokenRules.IsForgotten(old, token.CreatedAt)) >= options.TokensMax)
        {
            throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"the branch remembers {options.TokensMax} tokens already; one that expired is forgotten after "
                    + $"{TokenRules.RememberedFor.TotalDays} days");
        }

        var key = keys.Token(token.Id);
        var value = writer.Token(token);
        var outcome = await commit.RunAsync(
            [EtcdComparison.Absent(key)], _ => new PutKey(key, value), cancellation).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            throw new CoordinationException(CoordinationFault.Conflict, $"token {token.Id} exists already");
        }
    }

    public async Task<TokenVerdict> UseAsync(
        TokenId id, TokenBearer bearer, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bearer);
        var verdict = TokenVerdict.Unknown;
        await ChangeAsync(id, DecideUse, cancellation).ConfigureAwait(false);
        return verdict;

        TokenState? DecideUse(TokenState? token)
        {
            verdict = TokenRules.Judge(token, bearer, now);
            return verdict == TokenVerdict.Accepted && token!.Use is null
                ? token with { Use = new TokenUse(bearer.Node, bearer.KeySha256, now) }
                : null;
        }
    }

    public Task<TokenState?> RevokeAsync(TokenId id, CancellationToken cancellation) => ChangeAsync(
        id, token => token is { IsRevoked: false } ? token with { IsRevoked = true } : null, cancellation);

    /// <param name="id">Which token.</param>
    /// <param name="decide">What it shall become; null: it stays.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What it is now; null: there is none.</returns>
    private async Task<TokenState?> ChangeAsync(
        TokenId id, Func<TokenState?, TokenState?> decide, CancellationToken cancellation)
    {
        var key = keys.Token(id);
        var listing = await etcd.RangeAsync(EtcdRange.Of(key), cancellation).ConfigureAwait(false);
        var pair = listing.Pairs is [var only] ? only : null;
        for (var attempt = 0; attempt < options.ConflictsMax; attempt++)
        {
            var seen = pair is null ? null : Read(pair);
            if (decide(seen) is not { } changed)
            {
                return seen;
            }

            var value = writer.Token(changed);
            var outcome = await commit.RunAsync(
                [new KeyModifiedAt(key, pair!.ModRevision)], _ => new PutKey(key, value), cancellation)
                .ConfigureAwait(false);
            if (outcome.Succeeded)
            {
                return changed;
            }

            pair = outcome.Find(key);
        }

        throw new CoordinationException(
            CoordinationFault.Conflict,
            $"token {id} was changed {options.ConflictsMax} times meanwhile: try again");
    }

    /// <summary>A record that a hand has spoiled is a fault: nobody may join by it.</summary>
    private TokenState Read(EtcdPair pair)
    {
        try
        {
            return RecordReader.Token(TokenId.Parse(pair.Key[keys.Tokens.Length..]), pair.Value);
        }
        catch (FormatException error)
        {
            throw new CoordinationException(
                CoordinationFault.Failed, $"{pair.Key} in the branch's store cannot be read: {error.Message}", error);
        }
    }
}
