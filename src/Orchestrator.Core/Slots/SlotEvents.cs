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

public sealed record QuarantineLifted : SlotEvent;
