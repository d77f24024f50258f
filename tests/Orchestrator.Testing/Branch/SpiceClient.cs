using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Orchestrator.Testing.Nodes;

namespace Orchestrator.Testing.Branch;

/// <summary>One SPICE channel of a client: link message, ticket, and then whatever the test sends.</summary>
public sealed class SpiceClient : IDisposable
{
    public const byte Main = 1;
    public const byte Display = 2;
    public const byte Inputs = 3;

    private const ushort AckSync = 1;
    private const ushort Ack = 2;
    private const ushort SetAck = 3;
    private const ushort KeyDown = 101;
    private const ushort KeyUp = 102;
    private const ushort DisplayInit = 101;
    private const ushort MainInit = 103;
    private const int HeaderBytes = 6;
    private const int LinkReplyHeaderBytes = 16;
    private const int PublicKeyBytes = 162;

    private readonly Socket _socket;

    private SpiceClient(Socket socket) => _socket = socket;

    /// <summary>Connects from an address; a connection that is reset at once counts as one that was cut.</summary>
    public static async Task<SpiceClient> ConnectAsync(string address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The other side took the connection and cut it before this side had looked: that is a cut one, whose
            // every use fails, and not one that nobody took.
        }

        return new SpiceClient(socket);
    }

    /// <summary>Connects from a station of a branch.</summary>
    public static async Task<SpiceClient> ConnectAsync(Station station, EndPoint server)
    {
        ArgumentNullException.ThrowIfNull(station);
        return new SpiceClient(await station.ConnectAsync(server));
    }

    /// <summary>Bytes of the messages that were read.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Links the main channel.</summary>
    /// <returns>The link result: 0 is success.</returns>
    public Task<uint> LinkMainAsync() => LinkAsync(Main, 0);

    /// <summary>Links a channel and passes authentication with an empty password.</summary>
    /// <param name="channel">The channel's type.</param>
    /// <param name="connection">The session's number of <see cref="ReadSessionAsync"/>; 0: a new session.</param>
    /// <returns>The link result: 0 is success.</returns>
    public async Task<uint> LinkAsync(byte channel, uint connection)
    {
        var link = Convert.FromHexString(
            "524544510200000002000000" + "1a000000" + "00000000" + "0100" + "01000000" + "01000000" + "12000000"
                + "0b000000" + "0f000000");
        BinaryPrimitives.WriteUInt32LittleEndian(link.AsSpan(LinkReplyHeaderBytes), connection);
        link[LinkReplyHeaderBytes + sizeof(uint)] = channel;
        await SendAsync(link);
        var header = await ReadAsync(LinkReplyHeaderBytes);
        var body = await ReadAsync((int)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12)));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(body));

        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(body.AsSpan(4, PublicKeyBytes), out _);
        var ticket = key.Encrypt([0], RSAEncryptionPadding.OaepSHA1);
        await SendAsync([1, 0, 0, 0, .. ticket]);
        return BinaryPrimitives.ReadUInt32LittleEndian(await ReadAsync(sizeof(uint)));
    }

    /// <summary>Reads the main channel up to the number by which other channels join its session.</summary>
    public async Task<uint> ReadSessionAsync()
    {
        while (true)
        {
            var (type, body) = await ReadMessageAsync();
            if (type == MainInit)
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(body);
            }
        }
    }

    /// <summary>Asks a linked display channel for pictures.</summary>
    public Task StartDisplayAsync() => SendMessageAsync(
        DisplayInit, [1, 0, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 16, 0]);

    /// <summary>Presses and releases the space bar on a linked inputs channel.</summary>
    public async Task PressKeyAsync()
    {
        await SendMessageAsync(KeyDown, [0x39, 0, 0, 0]);
        await SendMessageAsync(KeyUp, [0xb9, 0, 0, 0]);
    }

    /// <summary>Reads messages and acknowledges them, as a client must for more to come, until the connection
    /// ends.</summary>
    public async Task DrainAsync()
    {
        var window = 0u;
        var unacknowledged = 0u;
        try
        {
            while (true)
            {
                var (type, body) = await ReadMessageAsync();
                if (type == SetAck)
                {
                    window = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(sizeof(uint)));
                    await SendMessageAsync(AckSync, body[..sizeof(uint)]);
                }
                else if (window > 0 && ++unacknowledged == window)
                {
                    unacknowledged = 0;
                    await SendMessageAsync(Ack, []);
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            // Cut.
        }
    }

    public async Task SendAsync(byte[] bytes) =>
        await _socket.SendAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Whether the other side ends the connection within the bound; what comes before its end is
    /// dropped.</summary>
    public async Task<bool> IsCutAsync(TimeSpan bound)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        cancellation.CancelAfter(bound);
        var buffer = new byte[65536];
        try
        {
            while (await _socket.ReceiveAsync(buffer, cancellation.Token) > 0)
            {
            }

            return true;
        }
        catch (SocketException)
        {
            return true;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendMessageAsync(ushort type, byte[] body)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(header, type);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(sizeof(ushort)), body.Length);
        await SendAsync([.. header, .. body]);
    }

    private async Task<(ushort Type, byte[] Body)> ReadMessageAsync()
    {
        var header = await ReadAsync(HeaderBytes);
        var size = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(sizeof(ushort)));
        var body = await ReadAsync(size);
        BytesReceived += HeaderBytes + size;
        return (BinaryPrimitives.ReadUInt16LittleEndian(header), body);
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var buffer = new byte[count];
        var read = 0;
        while (read < count)
        {
            var more = await _socket.ReceiveAsync(buffer.AsMemory(read), TestContext.Current.CancellationToken);
            if (more == 0)
            {
                throw new EndOfStreamException($"the console ended after {read} of {count} bytes");
            }

            read += more;
        }

        return buffer;
    }
}
