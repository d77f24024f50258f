using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt;

/// <summary>One error of libvirt, copied.</summary>
internal readonly record struct LibvirtError(VirErrorNumber Code, string Message)
{
    public HypervisorException ToException(string what) => new(LibvirtErrors.FaultOf(this), $"{what}: {Message}");
}
