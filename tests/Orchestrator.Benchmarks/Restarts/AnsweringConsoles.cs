using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Restarts;

/// <summary>
/// What QEMU is to the readiness probe: a SPICE server on each of the machines' ports, which answers a link message by
/// a link reply. The test driver's domains run nothing.
/// </summary>
internal sealed class AnsweringConsoles : IDisposable
{
    private const int HeaderBytes = 16;
    private const int ReplyBytes = 178;

    private static readonly byte[] Reply = MakeReply();

    private readonly List<TcpListener> _listeners = [];

    public AnsweringConsoles(IEnumerable<int> ports)
    {
        foreach (var port in ports)
        {
            var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            _listeners.Add(listener);
            _ = AcceptAsync(listener);
        }
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    private static async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var message = new byte[HeaderBytes];
                await socket.ReceiveAsync(message);
                await socket.SendAsync(Reply);

                // Until the probe has left: a close with its bytes unread would reset its connection.
                while (await socket.ReceiveAsync(message) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // The daemon was killed in the middle.
            }
        }
    }

    /// <summary>No error, no capabilities.</summary>
    private static byte[] MakeReply()
    {
        var reply = new byte[HeaderBytes + ReplyBytes];
        "REDQ"u8.CopyTo(reply);
        BinaryPrimitives.WriteUInt32LittleEndian(reply.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(reply.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(reply.AsSpan(12), ReplyBytes);
        return reply;
    }
}
