namespace Orchestrator.Coordination.Records;

internal sealed record RevokedRecord
{
    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }
}
