using Orchestrator.Core.Machines;

namespace Orchestrator.Core.Hosts;

/// <summary>Memory that a machine is expected to take and that no measurement of the host has shown yet.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Bytes">All of the machine's memory: nobody knows how much of it was touched already.</param>
/// <param name="BootedAt">Timestamp at which its guest had booted, or null: a measurement from before it does not show
/// the machine.</param>
public sealed record MemoryCharge(MachineName Machine, long Bytes, long? BootedAt);
