using System.Net;
using System.Net.Sockets;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt;

/// <summary>Looks whether a slot's SPICE port can be listened on, because QEMU says it only after it was
/// started.</summary>
internal static class ConsolePorts
{
    public static void RequireFree(MachineName machine)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, machine.Slot.ConsolePort));
            socket.Listen(1);
        }
        catch (SocketException error)
        {
            throw new HypervisorException(
                HypervisorFault.ConsolePortTaken,
                $"slot {machine.Slot}: somebody else listens on 127.0.0.1:{machine.Slot.ConsolePort} "
                + $"({error.Message}); "
                + "free the port or give the pool another firstConsolePort",
                error);
        }
    }
}
