namespace Orchestrator.Coordination.Records;

internal sealed record NodeRecord
{
    /// <summary>Which server lives under the node's name.</summary>
    public required string Server { get; init; }

    public required string Address { get; init; }

    public required string Version { get; init; }

    public required long MemoryBytes { get; init; }

    public required long ReservedMemoryBytes { get; init; }

    public required int Processors { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required IReadOnlyList<string> GoldenImages { get; init; }

    public required IReadOnlyDictionary<string, int> CleanMachines { get; init; }

    public required bool IsDraining { get; init; }

    /// <summary>Absent, as is the next: a node of a version before this one.</summary>
    public int Machines { get; init; }

    public int Sessions { get; init; }
}
