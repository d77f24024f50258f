namespace Orchestrator.Coordination.Records;

internal sealed record PoolRecord
{
    public required int Size { get; init; }

    public required long MachineMemoryBytes { get; init; }

    public required int MachineProcessors { get; init; }

    public required string GoldenImage { get; init; }

    public required string GoldenImageSha256 { get; init; }
}
