using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Testing.Branch;

/// <summary>
/// Ports for servers that a test stops and starts again. They are below those that the system gives to clients
/// (net.ipv4.ip_local_port_range): while a server is away, a client's port could be its own, and a client that tries to
/// reach it again and again can even connect to itself and keep the server out.
/// </summary>
internal static class ServerPorts
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Another process's tests begin elsewhere.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>A port that nobody listens on and that this process has not been given before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's; the next one.
            }
        }
    }
}
