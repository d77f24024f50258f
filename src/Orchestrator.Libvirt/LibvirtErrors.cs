using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt;

/// <summary>The one table from libvirt's errors to our faults.</summary>
internal static class LibvirtErrors
{
    /// <summary>Texts are matched because libvirt puts every failure of QEMU and of the file system under the same
    /// few codes.</summary>
    private static readonly (string Text, HypervisorFault Fault)[] Texts =
    [
        ("No space left on device", HypervisorFault.StorageFull),
        ("Disk quota exceeded", HypervisorFault.StorageFull),
        ("Read-only file system", HypervisorFault.StorageReadOnly),
        ("Permission denied", HypervisorFault.StorageReadOnly),
        ("Address already in use", HypervisorFault.ConsolePortTaken),
        ("Failed to connect socket", HypervisorFault.Unreachable),
        ("Cannot recv data", HypervisorFault.Unreachable),
        ("Cannot write data", HypervisorFault.Unreachable),
        ("End of file while reading data", HypervisorFault.Unreachable),
        ("client socket is closed", HypervisorFault.Unreachable),
        ("connection closed due to keepalive timeout", HypervisorFault.Unreachable),
    ];

    /// <summary>Reads the calling thread's last error.</summary>
    public static LibvirtError Last() => NativeError.Last() ?? new LibvirtError(0, "libvirt gave no reason");

    /// <summary>The exception for the calling thread's last error.</summary>
    public static HypervisorException Failure(string what) => Last().ToException(what);

    public static HypervisorFault FaultOf(LibvirtError error)
    {
        foreach (var (text, fault) in Texts)
        {
            if (error.Message.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return fault;
            }
        }

        return error.Code switch
        {
            VirErrorNumber.NoConnect or VirErrorNumber.InvalidConnection or VirErrorNumber.Rpc =>
                HypervisorFault.Unreachable,
            VirErrorNumber.NoStoragePool => HypervisorFault.StoragePoolMissing,
            VirErrorNumber.NoDomain => HypervisorFault.MachineNotRunning,
            _ => HypervisorFault.Failed,
        };
    }
}
