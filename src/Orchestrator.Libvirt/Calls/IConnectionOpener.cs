using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>Opens a connection and registers its events; both block, and may never return.</summary>
internal interface IConnectionOpener
{
    /// <exception cref="Drivers.Hypervisor.HypervisorException">It cannot be opened.</exception>
    VirConnectHandle Open(IDomainEventObserver observer);
}
