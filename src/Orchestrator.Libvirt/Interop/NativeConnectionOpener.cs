using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Opens connections to libvirt itself.</summary>
internal sealed class NativeConnectionOpener(LibvirtOptions options) : IConnectionOpener
{
    public VirConnectHandle Open(IDomainEventObserver observer)
    {
        EventLoop.EnsureRunning();
        var connection = NativeConnect.virConnectOpen(options.Uri);
        if (connection.IsInvalid)
        {
            connection.Dispose();
            throw new HypervisorException(HypervisorFault.Unreachable, LibvirtErrors.Last().Message);
        }

        try
        {
            // -1: the driver has no keepalive (the test driver); its connection cannot be lost either.
            _ = NativeConnect.virConnectSetKeepAlive(
                connection, options.KeepAliveSeconds, (uint)options.KeepAlivesMissedMax);
            EventCallbacks.Register(connection, observer);
            return connection;
        }
        catch (HypervisorException)
        {
            connection.Dispose();
            throw;
        }
    }
}
