using System.Buffers;
using System.Net.Sockets;
using Orchestrator.Relay.Spice;

namespace Orchestrator.Relay;

/// <summary>
/// One channel of one session: a socket to the kiosk, an end at the machine, and a pump for each direction. Whoever
/// finds a reason to stop first sets it; everything else follows from the closed ends. Disposes both when
/// the pumps have ended.
/// </summary>
internal sealed partial class RelayConnection(
    Socket kiosk, MachineEnd machine, RelayGrant grant, RelayOptions options, TimeProvider time)
{
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
            machine.Dispose();
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
        machine.Cut();
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

    private Task PumpToMachineAsync() => PumpAsync(
        buffer => kiosk.ReceiveAsync(buffer, SocketFlags.None), machine.WriteAsync, machine.EndWritingAsync,
        toMachine: true);

    private Task PumpToKioskAsync() => PumpAsync(
        machine.ReadAsync, kiosk.SendAllAsync, EndKioskAsync, toMachine: false);

    private ValueTask EndKioskAsync()
    {
        kiosk.Shutdown(SocketShutdown.Send);
        return ValueTask.CompletedTask;
    }

    private async Task PumpAsync(
        Func<Memory<byte>, ValueTask<int>> readAsync, Func<ReadOnlyMemory<byte>, ValueTask> writeAsync,
        Func<ValueTask> endAsync, bool toMachine)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(options.BufferBytes);
        var reading = true;
        try
        {
            while (true)
            {
                reading = true;
                var read = await readAsync(buffer.AsMemory()).ConfigureAwait(false);
                reading = false;
                if (read == 0)
                {
                    await endAsync().ConfigureAwait(false);
                    return;
                }

                grant.OnBytes(toMachine, read);
                Observe(buffer.AsSpan(0, read), toMachine);
                await writeAsync(buffer.AsMemory(0, read)).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (IsBroken(error))
        {
            // The one that failed is the source while reading and the target while writing.
            Abort(reading == toMachine ? StopReason.KioskFailed : StopReason.MachineFailed);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What sockets and streams throw when their other end, or somebody here, has closed them.</summary>
    private static bool IsBroken(Exception error) =>
        error is SocketException or IOException or ObjectDisposedException or InvalidOperationException;

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
