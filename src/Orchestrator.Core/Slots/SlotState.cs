using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Slots;

/// <summary>A slot: what is in it and how often that went wrong.</summary>
/// <param name="Id">The slot.</param>
/// <param name="Machine">The machine in it, or null. A quarantined slot may hold a machine that could not be
/// deleted.</param>
/// <param name="FailuresInARow">Machines that failed since the last one that became clean.</param>
/// <param name="LastFailure">What failed last, in words for the operator.</param>
/// <param name="IsQuarantined">Whether it rests after repeated failures.</param>
/// <param name="Quarantines">Quarantines since the last machine that became clean; the rest grows with them.</param>
/// <param name="IsProbing">Whether its rest is over and its next machine decides: clean, or quarantined at
/// once.</param>
/// <param name="IsHeld">Whether an operator quarantined it: it takes no new machine, keeps one that is used until its
/// session ends, and is not probed.</param>
public sealed record SlotState(
    SlotId Id,
    MachineId? Machine = null,
    int FailuresInARow = 0,
    string? LastFailure = null,
    bool IsQuarantined = false,
    int Quarantines = 0,
    bool IsProbing = false,
    bool IsHeld = false)
{
    /// <summary>The state in the glossary's word, lower case.</summary>
    public string Word => IsQuarantined || IsHeld ? "quarantined" : Machine is null ? "empty" : "occupied";
}
