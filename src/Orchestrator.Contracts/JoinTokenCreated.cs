namespace Orchestrator.Contracts;

/// <summary>A join token, this once with its secret: one server joins with it.</summary>
/// <param name="Id">Its name, by which it is listed and revoked.</param>
/// <param name="Token">All of it.</param>
/// <param name="ExpiresAt">From then on it is refused.</param>
public sealed record JoinTokenCreated(string Id, string Token, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"token {Id}";
}
