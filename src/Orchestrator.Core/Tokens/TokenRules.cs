using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Tokens;

/// <summary>Who may join with a token.</summary>
public static class TokenRules
{
    /// <summary>Longer, and a token that somebody mislays is a key to the branch.</summary>
    public static readonly TimeSpan LifeMax = TimeSpan.FromDays(7);

    public static readonly TimeSpan LifeMin = TimeSpan.FromMinutes(1);

    /// <summary>An expired token is remembered so long, so that who comes too late hears why.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromDays(7);

    /// <param name="token">What the branch remembers, or null: nothing.</param>
    /// <param name="bearer">Who shows it.</param>
    /// <param name="now">The signer's time.</param>
    public static TokenVerdict Judge(TokenState? token, TokenBearer bearer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(bearer);

        // The secret first: without it nobody learns what became of a token.
        if (token is null || !IsSame(token.SecretSha256, bearer.SecretSha256))
        {
            return TokenVerdict.Unknown;
        }

        if (token.IsRevoked)
        {
            return TokenVerdict.Revoked;
        }

        if (token.Use is { } use && (use.Node != bearer.Node || !IsSame(use.KeySha256, bearer.KeySha256)))
        {
            return TokenVerdict.Used;
        }

        return now >= token.ExpiresAt ? TokenVerdict.Expired : TokenVerdict.Accepted;
    }

    /// <summary>Whether nothing needs to be known of it any more.</summary>
    public static bool IsForgotten(TokenState token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        return now >= token.ExpiresAt + RememberedFor;
    }

    /// <summary>In constant time, whatever the texts are.</summary>
    private static bool IsSame(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));
}
