namespace Orchestrator.Coordination.Records;

internal sealed record MemberRecord
{
    public required string Status { get; init; }

    public required long Incarnation { get; init; }
}
