using System.Collections.Immutable;
using Orchestrator.Actors;
using Orchestrator.Core.Alarms;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Proofs;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>What a pool's actor receives.</summary>
public abstract record PoolMessage;

/// <summary>A kiosk signalled.</summary>
public sealed record KioskSignalled(KioskAddress Kiosk, ISignalLine Line) : PoolMessage;

/// <summary>Something of the hypervisor's own accord.</summary>
public sealed record HypervisorReported(HypervisorEvent Event) : PoolMessage;

public sealed record GetPool(IReplyTo<PoolSnapshot> ReplyTo) : PoolMessage;

/// <summary>End every session, delete every machine; answered when all are gone.</summary>
/// <param name="Refill">Whether to start from zero afterwards; false leaves the pool empty until the next clear or
/// restart.</param>
/// <param name="ReplyTo">Gets true once nothing is left.</param>
public sealed record ClearPool(bool Refill, IReplyTo<bool> ReplyTo) : PoolMessage;

/// <summary>What has an owner: what the janitor must not touch.</summary>
public sealed record GetOwners(IReplyTo<PoolOwners> ReplyTo) : PoolMessage;

/// <summary>A round of the janitor is over.</summary>
/// <param name="At">When.</param>
/// <param name="BegunAt">Timestamp at which its look at the hypervisor began, or an earlier one.</param>
/// <param name="Running">Machines whose domain ran and was not removed, other pools' as well.</param>
/// <param name="Differences">How what exists differed from what is owned; empty: proved equal.</param>
/// <param name="Removed">Things without an owner that were removed.</param>
/// <param name="Left">Things without an owner that could not be removed.</param>
public sealed record ProofMade(
    DateTimeOffset At,
    long BegunAt,
    IReadOnlyCollection<MachineName> Running,
    ImmutableHashSet<Difference> Differences,
    int Removed,
    IReadOnlyList<Difference> Left)
    : PoolMessage;

internal sealed record SlotReported(SlotSnapshot Slot, MachineState? Machine) : PoolMessage
{
    /// <summary>Whether it holds nothing and may be filled.</summary>
    public bool IsEmpty { get; init; }

    /// <summary>The machine whose end is what it reports, or null.</summary>
    public MachineName? Vanished { get; init; }
}

/// <summary>The slot did not take this machine in.</summary>
internal sealed record OrderDropped(SlotId Slot, MachineId Machine) : PoolMessage;

/// <summary>A fault that is not this slot's alone.</summary>
internal sealed record SlotMetPoolFault(SlotId Slot, HypervisorFault Fault, string Detail) : PoolMessage;

internal sealed record SessionReported(SessionSnapshot Session) : PoolMessage
{
    /// <summary>Whether its path is closed and it will not use a machine any more.</summary>
    public bool IsOver { get; init; }

    /// <summary>The proof that it waits for, once it is over; null: for none.</summary>
    public OwedProof? Owes { get; init; }

    /// <summary>Whether nothing is left to be done for it.</summary>
    public bool IsFinished { get; init; }
}

/// <summary>Those who wait are told where they stand.</summary>
internal sealed record PositionsDue : PoolMessage;

/// <summary>The session does not get this machine, or not any longer; it waits again, at its old place.</summary>
internal sealed record SessionWaitsAgain(SessionId Session, MachineName Lost) : PoolMessage;

/// <summary>The proof that a session's machine is gone.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Owner">The node that has it; null: this one.</param>
/// <param name="IsDiscarded">Whether the machine's actor has heard from the session that it is used up.</param>
internal sealed record OwedProof(MachineName Machine, NodeName? Owner, bool IsDiscarded);

/// <summary>Nothing of the session was ever journaled, and nothing is left to be done for it.</summary>
internal sealed record SessionFinished(SessionId Session) : PoolMessage;

/// <summary>The session's supervisor gave up restarting it.</summary>
internal sealed record SessionActorLost(SessionId Session) : PoolMessage;

/// <summary>The path of a session that was given up is closed, or could not be.</summary>
internal sealed record LostSessionClosed(SessionId Session, Exception? Error) : PoolMessage;

internal sealed record StreamsListed(IReadOnlyList<string> Slots, IReadOnlyList<string> Sessions) : PoolMessage;

internal sealed record StreamsUnlisted(Exception Error) : PoolMessage;

internal sealed record InventoryTaken(int Number, long BegunAt, HypervisorInventory Inventory) : PoolMessage;

internal sealed record InventoryFailed(int Number, Exception Error) : PoolMessage;

internal sealed record InventoryDue : PoolMessage;

internal sealed record GoldenImageInspected(GoldenImageIdentity Identity) : PoolMessage;

internal sealed record GoldenImageRejected(Exception Error) : PoolMessage;

internal sealed record GoldenImageDue : PoolMessage;

/// <summary>One more machine may fail by now.</summary>
internal sealed record BudgetDue : PoolMessage;

/// <summary>The host's memory, from a measurement that began at this timestamp.</summary>
internal sealed record HostMeasured(long BegunAt, HostMeasurement Host) : PoolMessage;

internal sealed record HostUnmeasured(Exception Error) : PoolMessage;

/// <summary>The host may have memory by now.</summary>
internal sealed record MemoryDue : PoolMessage;

/// <summary>The alarm board has read its journal; what it was told before that may be lost.</summary>
internal sealed record AlarmsRecovered(IReadOnlyList<Alarm> Alarms) : PoolMessage;

internal sealed record AlarmsChanged(IReadOnlyList<Alarm> Alarms) : PoolMessage;
