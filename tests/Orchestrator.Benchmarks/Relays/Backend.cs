using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>
/// The machine's side: it takes the link message, and then orders of eight bytes. A positive number asks for so many
/// bytes; zero asks for the order itself, as an echo.
/// </summary>
internal sealed class Backend : IDisposable
{
    public const int OrderBytes = sizeof(long);

    private const int ChunkBytes = 256 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public Backend()
    {
        _listener.Start();
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var socket = _listener.AcceptSocket();
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // Disposed.
        }
    }

    private static void Serve(Socket socket)
    {
        socket.NoDelay = true;
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var order = new byte[OrderBytes];
        var chunk = new byte[ChunkBytes];
        try
        {
            stream.ReadExactly(new byte[Client.LinkMessage.Length]);
            while (true)
            {
                stream.ReadExactly(order);
                var left = BinaryPrimitives.ReadInt64LittleEndian(order);
                if (left == 0)
                {
                    stream.Write(order);
                }

                for (; left > 0; left -= ChunkBytes)
                {
                    stream.Write(chunk, 0, (int)Math.Min(left, ChunkBytes));
                }
            }
        }
        catch (IOException)
        {
            // The client has left.
        }
    }
}
