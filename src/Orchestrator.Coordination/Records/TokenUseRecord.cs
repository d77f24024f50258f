namespace Orchestrator.Coordination.Records;

internal sealed record TokenUseRecord
{
    public required string Node { get; init; }

    public required string KeySha256 { get; init; }

    public required DateTimeOffset At { get; init; }
}
