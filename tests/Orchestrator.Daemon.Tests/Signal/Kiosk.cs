using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Daemon.Tests.Signal;

/// <summary>A kiosk's end of a signal connection.</summary>
internal sealed class Kiosk : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _socket.Dispose();

    public static async Task<Kiosk> SignalAsync(IPEndPoint port, string from = "127.0.0.1", int? receiveBuffer = null)
    {
        var kiosk = new Kiosk();
        kiosk._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        if (receiveBuffer is { } bytes)
        {
            kiosk._socket.ReceiveBufferSize = bytes;
        }

        await Bound.Within(kiosk._socket.ConnectAsync(port), $"a connection to {port}");
        return kiosk;
    }

    public void EndInput() => _socket.Shutdown(SocketShutdown.Send);

    public Task WriteAsync(int bytes) => _socket.SendAsync(new byte[bytes]);

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>All that comes until the server's end of the stream.</summary>
    public Task<string> ReadToEndAsync() => Bound.Within(ReadUntilAsync(_ => false), "the server's end of the stream");

    public Task<string> ReadLineAsync() =>
        Bound.Within(ReadUntilAsync(text => text.EndsWith('\n')), "a line of text from the server");

    private async Task<string> ReadUntilAsync(Func<string, bool> isEnough)
    {
        var text = string.Empty;
        var buffer = new byte[4096];
        int count;
        while (!isEnough(text) && (count = await _socket.ReceiveAsync(buffer)) > 0)
        {
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }

        return text;
    }
}
