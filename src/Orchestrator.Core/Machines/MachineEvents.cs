namespace Orchestrator.Core.Machines;

/// <summary>What happened to a machine; journaled.</summary>
public abstract record MachineEvent;

public sealed record CloneBegun : MachineEvent;

public sealed record MachineStarted : MachineEvent;

public sealed record MachineBecameReady : MachineEvent;

public sealed record MachineOffered(SessionClaim Claim) : MachineEvent;

public sealed record OfferWithdrawn : MachineEvent;

public sealed record MachineConnected : MachineEvent;

public sealed record MachineSoiled(SoilReason Reason) : MachineEvent;

public sealed record DeletionBegun : MachineEvent;

public sealed record MachineVanished : MachineEvent;
