namespace Orchestrator.Contracts;

/// <summary>A join token as the branch remembers it.</summary>
/// <param name="Id">Its name, which is no secret.</param>
/// <param name="CreatedBy">Who asked for it.</param>
/// <param name="CreatedAt">When, UTC.</param>
/// <param name="ExpiresAt">From then on it is refused.</param>
/// <param name="State"><c>open</c>, <c>used</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="UsedBy">The server that joined with it.</param>
/// <param name="UsedAt">When.</param>
public sealed record JoinTokenStatus(
    string Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, string State,
    string? UsedBy, DateTimeOffset? UsedAt);
