namespace Orchestrator.Coordination.Records;

internal sealed record PlanRecord
{
    /// <summary>Of the coordinator that wrote it.</summary>
    public required long Epoch { get; init; }

    public required IReadOnlyList<PlanEntryRecord> Slots { get; init; }
}
