using System.Net;
using System.Net.Sockets;
using Orchestrator.Core.Sessions;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Relay.Tests;

/// <summary>One end of a channel that is a real socket.</summary>
internal sealed class SocketEnd(Socket socket) : IChannelEnd
{
    private bool _isCut;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// A kiosk connects from its address. A relay may reset a connection before the call that makes it has returned:
    /// that is an end that is cut, not a failure.
    /// </summary>
    public static async Task<SocketEnd> ConnectAsync(KioskAddress kiosk, EndPoint relay)
    {
        var socket = NewSocket();
        socket.Bind(new IPEndPoint(kiosk.Address, 0));
        var end = new SocketEnd(socket);
        await end.TryAsync(socket.ConnectAsync(relay, Cancellation)).Within($"a connection to {relay}");
        return end;
    }

    public static Socket NewSocket() =>
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0 && !_isCut)
        {
            var sent = 0;
            var sending = socket.SendAsync(bytes, Cancellation).AsTask();
            await TryAsync(sending).Within($"room for {bytes.Length} bytes");
            sent += _isCut ? 0 : await sending;
            bytes = bytes[sent..];
        }

        return !_isCut;
    }

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        var received = 0;
        while (received < count)
        {
            var read = await ReadAsync(bytes.AsMemory(received), $"{count} bytes, of which {received} had come");
            Assert.True(read > 0, $"expected {count} bytes; the channel ended after {received}, cut: {_isCut}");
            received += read;
        }

        return bytes;
    }

    public async Task<(ChannelEnding Ending, int Bytes)> ReceiveEndAsync()
    {
        var buffer = new byte[65_536];
        var received = 0;
        while (await ReadAsync(buffer, $"the end of a channel, after {received} bytes") is > 0 and var read)
        {
            received += read;
        }

        return (_isCut ? ChannelEnding.Cut : ChannelEnding.Closed, received);
    }

    public void EndSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Resets the connection.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReadAsync(Memory<byte> buffer, string expected)
    {
        if (_isCut)
        {
            return 0;
        }

        var reading = socket.ReceiveAsync(buffer, Cancellation).AsTask();
        await TryAsync(reading).Within(expected);
        return _isCut ? 0 : await reading;
    }

    private Task TryAsync(ValueTask call) => TryAsync(call.AsTask());

    private async Task TryAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (SocketException error) when (error.SocketErrorCode
            is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
        {
            _isCut = true;
        }
    }
}
