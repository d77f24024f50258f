namespace Orchestrator.Testing.Nodes;

/// <summary>What a branch of three nodes differs in from the default one.</summary>
public sealed record BranchOfThreeSettings
{
    /// <summary>Slots over all nodes.</summary>
    public int Size { get; init; } = 3;

    public string LeaseTimeToLive { get; init; } = "5s";

    public string ReplanAfter { get; init; } = "3s";

    /// <summary>Daemons of another version than this tree's, by the name of the server that begins with it.</summary>
    public IReadOnlyDictionary<string, string> Daemons { get; init; } = new Dictionary<string, string>();

    public string IdleTimeout { get; init; } = "8s";

    /// <summary>Further keys of the pool, as <c>key: value, key: value</c>. Short graces: what a test waits for is the
    /// branch, not its pauses.</summary>
    public string Pool { get; init; } = "connectAttempts: 10, disconnectGrace: 200ms, janitorInterval: 1s, "
        + "failuresInARowMax: 2, quarantineRest: 1s, failedClonesPerMinuteMax: 600";
}
