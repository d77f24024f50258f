using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>Opens connections, registers their events, and closes them.</summary>
internal interface IConnectionOpener
{
    /// <summary>Blocks, and may never return.</summary>
    /// <exception cref="Drivers.Hypervisor.HypervisorException">It cannot be opened.</exception>
    VirConnectHandle Open(IDomainEventObserver observer);

    /// <summary>Asks the other side for a sign of life; blocks until it comes. False: the connection
    /// broke.</summary>
    bool Answers(VirConnectHandle connection);

    /// <summary>Whether the connection is not known to be broken; does not block.</summary>
    bool IsOpen(VirConnectHandle connection);

    /// <summary>The farewell to a libvirtd that hangs may block. No call may be in the connection.</summary>
    void Close(VirConnectHandle connection);
}
