using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Slots;

/// <summary>What a slot can be told.</summary>
public abstract record SlotCommand;

/// <summary>Take this new machine in.</summary>
public sealed record AssignMachine(MachineId Machine) : SlotCommand;

/// <summary>The machine became clean: the slot works.</summary>
public sealed record ReportClean(MachineId Machine) : SlotCommand;

/// <summary>The machine failed before it was of use to anybody.</summary>
public sealed record ReportFailure(MachineId Machine, string Detail) : SlotCommand;

/// <summary>The machine is gone.</summary>
public sealed record VacateSlot(MachineId Machine) : SlotCommand;

/// <summary>The machine cannot be deleted, however often it was tried.</summary>
public sealed record GiveUpMachine(MachineId Machine, string Detail) : SlotCommand;

/// <summary>The rest is over: try one machine.</summary>
public sealed record ProbeQuarantine : SlotCommand;

/// <summary>An operator wants no machine in it until he releases it.</summary>
public sealed record HoldSlot(string Reason) : SlotCommand;

/// <summary>An operator says that the cause is gone.</summary>
public sealed record LiftQuarantine : SlotCommand;
