using Orchestrator.Actors;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>What the pool's actor knows of one slot. The slot's own journal is what is true; this is for
/// choosing.</summary>
internal sealed class SlotEntry(SlotId id, IActorRef<SlotMessage> actor, bool retired)
{
    public SlotId Id { get; } = id;

    public IActorRef<SlotMessage> Actor { get; } = actor;

    /// <summary>Whether the configuration no longer names it: it is emptied and not filled again.</summary>
    public bool IsRetired { get; } = retired;

    /// <summary>Whether the pool was made smaller: it is not filled, until the pool grows again.</summary>
    public bool IsParked { get; set; }

    /// <summary>Whether it counts for the pool's size.</summary>
    public bool IsActive => !IsRetired && !IsParked;

    /// <summary>Whether an operator sees it: one that left the pool only as long as something is in it.</summary>
    public bool IsShown => IsActive || Machine is not null;

    public SlotSnapshot? Snapshot { get; private set; }

    /// <summary>State of the machine that it reported last, or null.</summary>
    public MachineState? State { get; private set; }

    /// <summary>The machine that was ordered and has not been reported yet.</summary>
    public MachineId? Ordered { get; set; }

    /// <summary>When the machine was ordered; null once it was clean.</summary>
    public DateTimeOffset? OrderedAt { get; set; }

    /// <summary>When a machine was last ordered for it.</summary>
    public DateTimeOffset TriedAt { get; set; }

    /// <summary>Whether it may be filled.</summary>
    public bool IsEmpty { get; set; }

    /// <summary>The clean machine that nobody was sent to yet, or null.</summary>
    public CleanMachine? Available { get; set; }

    /// <summary>A machine that is reported clean while it is given to a session: it said so before it heard of that, or
    /// that session has given it back and does not say so yet.</summary>
    public CleanMachine? Returned { get; set; }

    public void Report(SlotSnapshot snapshot, MachineState? machine) => (Snapshot, State) = (snapshot, machine);

    public MachineName? Machine =>
        (Ordered ?? Snapshot?.Machine) is { } machine ? new MachineName(Id, machine) : null;

    /// <summary>Whether it is quarantined, or was and has not proved yet that it works again.</summary>
    public bool IsSuspect => Snapshot is { State: "quarantined" } or { Quarantines: > 0 };

    /// <summary>Whether its machine's domain should run.</summary>
    public bool HasDomain => Ordered is null && (IsOfUse || State is StartingMachine);

    /// <summary>Whether its machine serves a kiosk or can serve one.</summary>
    public bool IsOfUse => State is CleanMachine or OfferedMachine or InUseMachine;

    /// <summary>Whether it has said what it holds, and what that is worth; a machine that could not be deleted is worth
    /// nothing.</summary>
    public bool IsKnown => Snapshot is { Machine: null } or { MachineState: not null } or { State: "quarantined" };

    /// <summary>Whether a session has its machine, or was sent to it just now.</summary>
    public bool IsUsed => Available is null && IsOfUse;

    /// <summary>What is lost with it, least first: a quarantined or empty slot, a start, a clean machine, a
    /// session.</summary>
    public int Usefulness => IsUsed ? 3 : Available is not null ? 2 : IsStarting ? 1 : 0;

    /// <summary>Whether a machine is being made in it.</summary>
    public bool IsStarting => Ordered is not null || State is CloningMachine or StartingMachine;

    /// <summary>Whether it has a machine that starts, or whose actor has not read yet what it does.</summary>
    public bool MayBeStarting =>
        IsStarting || Snapshot is { Machine: not null, MachineState: null, State: not "quarantined" };
}
