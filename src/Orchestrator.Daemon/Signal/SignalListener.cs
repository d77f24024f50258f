using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Daemon.Signal;

/// <summary>
/// Responsible for the listening socket of a signal port. Linux copies a listener's options to the sockets that it
/// accepts, so they are set once here and cost nothing on the way from a signal to its answer.
/// </summary>
internal static class SignalListener
{
    /// <summary>
    /// How long a kiosk may leave what was written to it without acknowledgement before its connection is dead.
    /// </summary>
    public static readonly TimeSpan UnacknowledgedMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections that the kernel keeps for us while we are busy; a flood beyond it is dropped there, at no cost.
    /// </summary>
    public const int Backlog = 512;

    // Some hundred lines. The kernel's default, 2.5 MB a kiosk that does not read, would let a few hundred of them
    // take the memory.
    private const int SendBufferBytes = 4096;

    private const int KeepAliveProbes = 3;
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    /// <exception cref="StartException">The port cannot be opened.</exception>
    public static Socket Open(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endpoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = endpoint.Address.Equals(IPAddress.IPv6Any);
            }

            SetConnectionOptions(socket);
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException fault)
        {
            socket.Dispose();
            throw new StartException($"signal port {endpoint} cannot be opened: {fault.Message}; "
                + "free the port or change signal.address, signal.port or the pool's signalPort", fault);
        }
    }

    // TCP_USER_TIMEOUT (RFC 5482) bounds unacknowledged lines; keepalive bounds the silence between them.
    private static void SetConnectionOptions(Socket socket)
    {
        socket.NoDelay = true;
        socket.SendBufferSize = SendBufferBytes;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 2);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 1);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, KeepAliveProbes);
        var milliseconds = BitConverter.GetBytes((int)UnacknowledgedMax.TotalMilliseconds);
        socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, milliseconds);
    }
}
