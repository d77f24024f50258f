using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orchestrator.Testing.Branch;

/// <summary>One SPICE channel of a client: link message, ticket, and then whatever the test sends.</summary>
public sealed class SpiceClient : IDisposable
{
    private const int LinkReplyHeaderBytes = 16;
    private const int PublicKeyBytes = 162;

    private readonly Socket _socket;

    private SpiceClient(Socket socket) => _socket = socket;

    public static async Task<SpiceClient> ConnectAsync(string address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return new SpiceClient(socket);
    }

    /// <summary>Links the main channel (type 1) and passes authentication with an empty password.</summary>
    /// <returns>The link result: 0 is success.</returns>
    public async Task<uint> LinkMainAsync()
    {
        var link = Convert.FromHexString(
            "524544510200000002000000" + "1a000000" + "00000000" + "0100" + "01000000" + "01000000" + "12000000"
                + "0b000000" + "0f000000");
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

    private async Task<byte[]> ReadAsync(int count)
    {
        var buffer = new byte[count];
        var read = 0;
        while (read < count)
        {
            var more = await _socket.ReceiveAsync(buffer.AsMemory(read), TestContext.Current.CancellationToken);
            Assert.True(more > 0, $"the console ended after {read} of {count} bytes");
            read += more;
        }

        return buffer;
    }
}
