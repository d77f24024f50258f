using Orchestrator.Core.Alarms;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>A pool at one moment.</summary>
/// <param name="Name">The pool.</param>
/// <param name="Size">Slots that it should have.</param>
/// <param name="Clean">Machines that wait for a kiosk.</param>
/// <param name="Waiting">Kiosks that wait for a machine.</param>
/// <param name="Orphans">Machines that the janitor found without an owner at its last round.</param>
/// <param name="Removed">Things without an owner that the janitor removed since the daemon's start.</param>
/// <param name="ProvedAt">When the janitor last found that what exists is what is owned, or null.</param>
/// <param name="Differences">How they differed at its last round; things on their way may differ once.</param>
/// <param name="Alarms">What an operator must know, most urgent first; empty: all is well.</param>
/// <param name="Slots">The slots, by port.</param>
/// <param name="Sessions">Live sessions and the latest ended ones, newest first.</param>
public sealed record PoolSnapshot(
    PoolName Name,
    int Size,
    int Clean,
    int Waiting,
    int Orphans,
    int Removed,
    DateTimeOffset? ProvedAt,
    IReadOnlyList<string> Differences,
    IReadOnlyList<Alarm> Alarms,
    IReadOnlyList<SlotSnapshot> Slots,
    IReadOnlyList<SessionSnapshot> Sessions)
{
    /// <summary>Content of the golden image that machines are cloned from, or null while it is not known.</summary>
    public string? GoldenImageSha256 { get; init; }

    /// <summary>Whether it has seen what it holds; until then nothing here says that something is not there.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Whom it takes in.</summary>
    public Admission Admission { get; init; }
}

/// <summary>A slot at one moment.</summary>
/// <param name="Id">The slot.</param>
/// <param name="State"><c>empty</c>, <c>occupied</c> or <c>quarantined</c>.</param>
/// <param name="Machine">The machine in it, or null.</param>
/// <param name="MachineState">The machine's state in the glossary's words, lower case, or null.</param>
/// <param name="Session">The session that the machine is offered to or used by, or null.</param>
/// <param name="FailuresInARow">Failures since the last machine that became clean.</param>
/// <param name="LastFailure">What failed last, or null.</param>
/// <param name="Quarantines">Quarantines since the last machine that became clean.</param>
/// <param name="RestsUntil">When a quarantined slot is probed, or one that failed is tried again, or null.</param>
public sealed record SlotSnapshot(
    SlotId Id,
    string State,
    MachineId? Machine,
    string? MachineState,
    SessionId? Session,
    int FailuresInARow,
    string? LastFailure,
    int Quarantines,
    DateTimeOffset? RestsUntil)
{
    /// <summary>What an empty slot waits for before it is filled, or null.</summary>
    public string? WaitsFor { get; init; }
}

/// <summary>A session at one moment.</summary>
/// <param name="Id">The session.</param>
/// <param name="Kiosk">Its kiosk.</param>
/// <param name="State"><c>queued</c>, <c>offered</c>, <c>connected</c> or <c>ended</c>.</param>
/// <param name="Slot">The slot of its machine, or null.</param>
/// <param name="Machine">Its machine, or null.</param>
/// <param name="SignalledAt">When the kiosk signalled.</param>
/// <param name="ConnectedAt">When its console was connected, or null.</param>
/// <param name="EndedAt">When it ended, or null.</param>
/// <param name="EndReason">Why it ended, or null.</param>
/// <param name="MachineGoneAt">When its machine was proved gone, or null.</param>
public sealed record SessionSnapshot(
    SessionId Id,
    KioskAddress Kiosk,
    string State,
    SlotId? Slot,
    MachineId? Machine,
    DateTimeOffset SignalledAt,
    DateTimeOffset? ConnectedAt,
    DateTimeOffset? EndedAt,
    string? EndReason,
    DateTimeOffset? MachineGoneAt)
{
    /// <summary>The node whose machine and slot these are; null: this one.</summary>
    public NodeName? Owner { get; init; }
}
