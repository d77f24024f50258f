using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Machines;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Actors;

namespace Orchestrator.Pool.Slots;

/// <summary>What a slot's actor receives.</summary>
public abstract record SlotMessage;

/// <summary>Make a new machine: the pool has a place for one more start.</summary>
public sealed record FillSlot(MachineId Machine, GoldenImageIdentity Base) : SlotMessage;

/// <summary>Keep the slot's machine for a session.</summary>
public sealed record KeepSlotMachine(SessionClaim Claim, MachineName Machine, IActorRef<SessionMessage> Session)
    : SlotMessage;

/// <summary>For the machine with this name, if it is still in the slot.</summary>
public sealed record ForMachine(MachineName Machine, MachineMessage Message) : SlotMessage;

/// <summary>For whatever machine is in the slot.</summary>
public sealed record ForAnyMachine(MachineMessage Message) : SlotMessage;

/// <summary>Delete what is in the slot and end a quarantine.</summary>
public sealed record ClearSlot : SlotMessage;

/// <summary>An operator wants no machine in the slot; what nobody uses is deleted.</summary>
public sealed record Hold(string Reason, IReplyTo<OperatorAnswer> ReplyTo) : SlotMessage;

/// <summary>An operator ends a quarantine, whoever began it.</summary>
public sealed record Release(IReplyTo<OperatorAnswer> ReplyTo) : SlotMessage;

internal sealed record MachineChanged(MachineState State) : SlotMessage;

/// <summary>The machine failed before it was of use to anybody.</summary>
internal sealed record MachineTrouble(MachineName Machine, HypervisorFault? Fault, string Detail) : SlotMessage;

/// <summary>The machine's supervisor gave up restarting it.</summary>
internal sealed record MachineActorStopped(MachineName Machine) : SlotMessage;

/// <summary>An operation on the machine is stuck; the machine is restarted.</summary>
internal sealed record MachineStuck(MachineName Machine, string Detail) : SlotMessage;

/// <summary>A quarantined slot is to be probed, or one that failed may try again.</summary>
internal sealed record SlotRested : SlotMessage;
