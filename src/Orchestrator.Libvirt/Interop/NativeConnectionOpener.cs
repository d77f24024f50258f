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
            EventCallbacks.Register(connection, observer);
            return connection;
        }
        catch (HypervisorException)
        {
            Close(connection);
            throw;
        }
    }

    /// <summary>libvirtd serves this one from the threads that it keeps for calls that cannot block.</summary>
    public bool Answers(VirConnectHandle connection) =>
        NativeConnect.virConnectGetLibVersion(connection, out _) == 0;

    /// <summary>-1, a failure of the look itself, says nothing.</summary>
    public bool IsOpen(VirConnectHandle connection) => NativeConnect.virConnectIsAlive(connection) != 0;

    public void Close(VirConnectHandle connection)
    {
        EventCallbacks.Deregister(connection);
        connection.Dispose();
    }
}
