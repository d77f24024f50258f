using System.Net.Security;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Relay;

/// <summary>A machine of another node.</summary>
internal sealed class RemoteMachineEnd(IRemoteConsoles consoles, SessionId session, RemoteConsole console) : MachineEnd
{
    private readonly Lock _gate = new();
    private SslStream? _stream;
    private bool _isCut;

    public override async Task ConnectAsync(CancellationToken cancellation)
    {
        var stream = await consoles.ConnectAsync(session, console, cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            _stream = stream;
            if (!_isCut)
            {
                return;
            }
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        throw new IOException("the connection was cut while it was made");
    }

    public override ValueTask<int> ReadAsync(Memory<byte> target) => Stream().ReadAsync(target);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => Stream().WriteAsync(bytes);

    public override async ValueTask EndWritingAsync() => await Stream().ShutdownAsync().ConfigureAwait(false);

    public override void Cut() => Dispose();

    public override void Dispose()
    {
        lock (_gate)
        {
            _isCut = true;
            _stream?.Dispose();
        }
    }

    private SslStream Stream() => _stream ?? throw new IOException("the connection is not made yet");
}
