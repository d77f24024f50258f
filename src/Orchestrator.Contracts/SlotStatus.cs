namespace Orchestrator.Contracts;

/// <summary>A slot at one moment.</summary>
/// <param name="Pool">Its pool.</param>
/// <param name="ConsolePort">Its SPICE port, which names it within the pool.</param>
/// <param name="State"><c>empty</c>, <c>occupied</c> or <c>quarantined</c>.</param>
/// <param name="Machine">The machine in it, or null.</param>
/// <param name="MachineState">The machine's state in one word, lower case, or null.</param>
/// <param name="Session">The session that has the machine, or null.</param>
/// <param name="FailuresInARow">Failures since the last machine that became clean.</param>
/// <param name="LastFailure">What failed last, or null.</param>
/// <param name="Quarantines">Quarantines since the last machine that became clean; the rest doubles with them.</param>
/// <param name="RestsUntil">When a slot that is quarantined, or that failed, is tried again, or null.</param>
public sealed record SlotStatus(
    string Pool,
    int ConsolePort,
    string State,
    string? Machine,
    string? MachineState,
    string? Session,
    int FailuresInARow,
    string? LastFailure,
    int Quarantines,
    DateTimeOffset? RestsUntil)
{
    /// <summary>What an empty slot waits for before it gets a machine, or null.</summary>
    public string? WaitsFor { get; init; }
}
