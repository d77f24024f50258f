namespace Orchestrator.Coordination.Records;

internal sealed record MemberRecord
{
    public required string Status { get; init; }

    public required long Incarnation { get; init; }

    /// <summary>Absent: no deadline; versions before this one write none.</summary>
    public double? LeaveWithinSeconds { get; init; }
}
