using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Relay;

/// <summary>A machine of this server.</summary>
/// <param name="consolePort">Its SPICE port on 127.0.0.1.</param>
internal sealed class LocalMachineEnd(int consolePort) : MachineEnd
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    public override Task ConnectAsync(CancellationToken cancellation) =>
        _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, consolePort), cancellation).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> target) => _socket.ReceiveAsync(target, SocketFlags.None);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _socket.SendAllAsync(bytes);

    public override ValueTask EndWritingAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    public override void Cut() => RelayConnection.Cut(_socket);

    public override void Dispose() => _socket.Dispose();
}
