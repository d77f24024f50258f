using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Tests;

/// <summary>The words are libvirt's own, as it said them.</summary>
public sealed class LibvirtErrorsTests
{
    [Theory]
    [InlineData(1, "cannot fill file '/x': No space left on device", HypervisorFault.StorageFull)]
    [InlineData(38, "cannot create path '/x': Read-only file system", HypervisorFault.StorageReadOnly)]
    [InlineData(38, "Failed to create file '/x': Permission denied", HypervisorFault.StorageReadOnly)]
    [InlineData(1, "failed to set up spice server: bind: Address already in use", HypervisorFault.ConsolePortTaken)]
    [InlineData(38, "Failed to connect socket to '/run/libvirt/s': No such file", HypervisorFault.Unreachable)]
    [InlineData(38, "End of file while reading data: Input/output error", HypervisorFault.Unreachable)]
    [InlineData(39, "no call waiting for reply", HypervisorFault.Unreachable)]
    [InlineData(42, "Domain not found: no domain with matching name 'x'", HypervisorFault.MachineNotRunning)]
    [InlineData(49, "Storage pool not found", HypervisorFault.StoragePoolMissing)]
    [InlineData(1, "internal error: process exited while connecting to monitor", HypervisorFault.Failed)]
    public void FaultOf_Error_IsItsFault(int code, string message, HypervisorFault fault)
    {
        var error = new LibvirtError((VirErrorNumber)code, message);

        Assert.Equal(fault, LibvirtErrors.FaultOf(error));
        Assert.Contains(message, error.ToException("machine x").Message, StringComparison.Ordinal);
    }
}
