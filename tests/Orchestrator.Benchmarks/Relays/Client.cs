using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Relays;

/// <summary>The kiosk's side: one display channel.</summary>
internal sealed class Client : IDisposable
{
    private readonly NetworkStream _stream;

    private Client(NetworkStream stream) => _stream = stream;

    /// <summary>Version 2.2, display channel (type 2), one common capability word.</summary>
    public static byte[] LinkMessage { get; } = Convert.FromHexString(
        "524544510200000002000000160000000000000002000100000000000000120000000b000000");

    public static async Task<Client> ConnectAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(LinkMessage);
        return new Client(stream);
    }

    /// <returns>Bytes per second.</returns>
    public double Download(long bytes)
    {
        var buffer = new byte[256 * 1024];
        var started = Stopwatch.GetTimestamp();
        Order(bytes);
        for (var left = bytes; left > 0;)
        {
            var read = _stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            left -= read > 0 ? read : throw new IOException($"the connection ended {left} bytes early");
        }

        return bytes / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public Samples RoundTrips(int count)
    {
        var samples = new Samples();
        var echo = new byte[Backend.OrderBytes];
        for (var i = 0; i < count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Order(0);
            _stream.ReadExactly(echo);
            samples.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        return samples;
    }

    public void Dispose() => _stream.Dispose();

    private void Order(long bytes)
    {
        Span<byte> order = stackalloc byte[Backend.OrderBytes];
        BinaryPrimitives.WriteInt64LittleEndian(order, bytes);
        _stream.Write(order);
    }
}
