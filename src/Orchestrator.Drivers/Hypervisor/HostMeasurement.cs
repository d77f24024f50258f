namespace Orchestrator.Drivers.Hypervisor;

/// <summary>The host's memory at one moment, and what one more machine would take of it.</summary>
/// <param name="MemoryTotalBytes">All memory of the host.</param>
/// <param name="MemoryAvailableBytes">What new machines can have without swapping, at most the total. A machine that
/// has just started has touched little of its memory: whoever starts several has to charge them by himself.</param>
/// <param name="MachineMemoryBytes">What the golden domain's definition gives its guest; QEMU's own need comes on
/// top.</param>
public sealed record HostMeasurement(long MemoryTotalBytes, long MemoryAvailableBytes, long MachineMemoryBytes);
