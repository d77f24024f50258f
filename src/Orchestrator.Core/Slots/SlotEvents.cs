using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Slots;

/// <summary>What happened to a slot; journaled.</summary>
public abstract record SlotEvent;

public sealed record MachineAssigned(MachineId Machine) : SlotEvent;

/// <summary>A machine of this slot became clean after failures; the count begins again.</summary>
public sealed record SlotRecovered : SlotEvent;

public sealed record MachineFailed(MachineId Machine, string Detail) : SlotEvent;

public sealed record SlotVacated(MachineId Machine) : SlotEvent;

public sealed record SlotQuarantined(string Detail) : SlotEvent;

/// <summary>It rested: one machine is tried.</summary>
public sealed record QuarantineProbed : SlotEvent;

/// <summary>An operator quarantined it; only an operator ends that.</summary>
public sealed record SlotHeld(string Reason) : SlotEvent;

/// <summary>An operator ended it, and with it the memory of it.</summary>
public sealed record QuarantineLifted : SlotEvent;
