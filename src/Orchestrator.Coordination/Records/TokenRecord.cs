namespace Orchestrator.Coordination.Records;

/// <summary>A join token, without its secret.</summary>
internal sealed record TokenRecord
{
    public required string SecretSha256 { get; init; }

    public required string Role { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required bool IsRevoked { get; init; }

    public TokenUseRecord? Use { get; init; }
}
