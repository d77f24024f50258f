using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Orchestrator.Relay.Spice;

namespace Orchestrator.Relay;

/// <summary>
/// One channel of one session: a socket to the kiosk, one to the machine, and a pump for each direction. Whoever finds
/// a reason to stop first sets it; everything else follows from the closed sockets.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "RunAsync disposes both sockets when the pumps have ended")]
internal sealed partial class RelayConnection(Socket kiosk, RelayGrant grant, RelayOptions options, TimeProvider time)
{
    private readonly Socket _machine =
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private InputsReader? _inputs;
    private LinkReplyReader? _reply;
    private int _stopReason;

    public StopReason StopReason => (StopReason)Volatile.Read(ref _stopReason);

    /// <summary>Relays until both halves are closed or somebody aborts; never throws.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (await HandshakeAsync().ConfigureAwait(false))
            {
                await Task.WhenAll(PumpToMachineAsync(), PumpToKioskAsync()).ConfigureAwait(false);
                Stop(StopReason.Finished);
            }
        }
        finally
        {
            kiosk.Dispose();
            _machine.Dispose();
        }
    }

    /// <summary>Cuts both sides at once: with a linger time of zero the kernel drops what is still unsent.</summary>
    public void Abort(StopReason reason)
    {
        if (!Stop(reason))
        {
            return;
        }

        Cut(kiosk);
        Cut(_machine);
    }

    public static void Cut(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is closed already, which is all that was wanted.
        }

        socket.Dispose();
    }

    private bool Stop(StopReason reason) =>
        Interlocked.CompareExchange(ref _stopReason, (int)reason, (int)StopReason.None) == (int)StopReason.None;

    private Task PumpToMachineAsync() => PumpAsync(kiosk, _machine, toMachine: true);

    private Task PumpToKioskAsync() => PumpAsync(_machine, kiosk, toMachine: false);

    private async Task PumpAsync(Socket source, Socket target, bool toMachine)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(options.BufferBytes);
        var reading = true;
        try
        {
            while (true)
            {
                reading = true;
                var read = await source.ReceiveAsync(buffer.AsMemory(), SocketFlags.None).ConfigureAwait(false);
                if (read == 0)
                {
                    target.Shutdown(SocketShutdown.Send);
                    return;
                }

                reading = false;
                grant.OnBytes(toMachine, read);
                Observe(buffer.AsSpan(0, read), toMachine);
                await target.SendAllAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The one that failed is the source while reading and the target while writing.
            Abort(reading == toMachine ? StopReason.KioskFailed : StopReason.MachineFailed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Observe(ReadOnlySpan<byte> bytes, bool toMachine)
    {
        if (!toMachine)
        {
            if (_reply is { IsDone: false } reply)
            {
                reply.Read(bytes);
            }
        }
        else if (_inputs is { } inputs)
        {
            if (inputs.Read(bytes) > 0)
            {
                grant.OnInput();
            }

            if (inputs.IsLost)
            {
                Abort(StopReason.BadInputs);
            }
        }
    }
}
