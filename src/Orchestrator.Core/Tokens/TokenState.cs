namespace Orchestrator.Core.Tokens;

/// <summary>What a branch remembers of a join token. The secret itself is only with whoever holds the token.</summary>
/// <param name="Id">Its name.</param>
/// <param name="SecretSha256">SHA-256 of the secret, lower-case hexadecimal.</param>
/// <param name="Role">What whoever joins with it becomes; <see cref="NodeRole"/> is the only one.</param>
/// <param name="CreatedBy">Who asked for it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="ExpiresAt">From then on it is refused.</param>
public sealed record TokenState(
    TokenId Id, string SecretSha256, string Role, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>The role of a server that holds slots.</summary>
    public const string NodeRole = "node";

    /// <summary>Who joined with it; null: nobody yet.</summary>
    public TokenUse? Use { get; init; }

    public bool IsRevoked { get; init; }
}
