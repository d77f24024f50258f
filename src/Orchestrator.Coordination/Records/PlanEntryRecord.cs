namespace Orchestrator.Coordination.Records;

internal sealed record PlanEntryRecord
{
    public required string Pool { get; init; }

    public required string Node { get; init; }

    public required int Slots { get; init; }
}
