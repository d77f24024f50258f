namespace Orchestrator.Coordination.Records;

/// <summary>Who owns a shard, or coordinates. The epoch is the key's creation, so it is not written.</summary>
internal sealed record OwnerRecord
{
    public required string Node { get; init; }
}
