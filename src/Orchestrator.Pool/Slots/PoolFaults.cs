using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Slots;

/// <summary>Faults that say nothing about the slot that met them: the next slot would meet them as well.</summary>
internal static class PoolFaults
{
    public static bool Contains(HypervisorFault fault) => IsOfGoldenImage(fault) || fault is
        HypervisorFault.Unreachable
        or HypervisorFault.Overloaded
        or HypervisorFault.StoragePoolMissing
        or HypervisorFault.StorageReadOnly
        or HypervisorFault.StorageFull;

    public static bool IsOfGoldenImage(HypervisorFault fault) => fault is
        HypervisorFault.GoldenImageMissing
        or HypervisorFault.GoldenImageRunning
        or HypervisorFault.GoldenImageDamaged
        or HypervisorFault.GoldenImageShared
        or HypervisorFault.GoldenImageChanged;
}
