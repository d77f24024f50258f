using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>A SPICE server that answers the link and then returns what it reads; at the end of its input it says
/// farewell.</summary>
internal sealed class ScriptedConsoleMachine : IDisposable
{
    private const int HeaderBytes = 16;
    private const int ReplyBytes = 182;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _visits;

    public ScriptedConsoleMachine()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public static byte[] Farewell { get; } = "farewell"u8.ToArray();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that sent more than a readiness probe does.</summary>
    public int Visits => Volatile.Read(ref _visits);

    /// <summary>A link message of a display channel.</summary>
    public static byte[] Link() => [.. Header(22), .. U32(1), 2, 0, .. U32(1), .. U32(0), .. U32(18), .. U32(0x0B)];

    /// <summary>The link reply.</summary>
    public static byte[] Reply() =>
        [.. Header(ReplyBytes), .. U32(0), .. new byte[162], .. U32(1), .. U32(0), .. U32(178), .. U32(0x0B)];

    public void Dispose() => _listener.Dispose();

    private static byte[] Header(uint size) => [.. "REDQ"u8, .. U32(2), .. U32(2), .. U32(size)];

    private static byte[] U32(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        var stream = client.GetStream();
        try
        {
            var header = new byte[HeaderBytes];
            await stream.ReadExactlyAsync(header);
            var body = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12))];
            await stream.ReadExactlyAsync(body);
            await stream.WriteAsync(Reply());
            var buffer = new byte[64 * 1024];
            var isVisit = false;
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;)
            {
                if (!isVisit)
                {
                    isVisit = true;
                    Interlocked.Increment(ref _visits);
                }

                await stream.WriteAsync(buffer.AsMemory(0, read));
            }

            await stream.WriteAsync(Farewell);
        }
        catch (IOException)
        {
            // The other side cut it, as a probe does.
        }
    }
}
