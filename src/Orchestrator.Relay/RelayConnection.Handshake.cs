using System.Buffers;
using System.Net.Sockets;
using Orchestrator.Relay.Spice;

namespace Orchestrator.Relay;

/// <content>The handshake: the kiosk's link message, the way to the machine, the link message on it.</content>
internal sealed partial class RelayConnection
{
    /// <summary>
    /// The link message is checked whole before a byte of it goes on; spice-server says nothing before it.
    /// </summary>
    private async Task<bool> HandshakeAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(SpiceLink.HeaderBytes + SpiceLink.MessageBytesMax);
        try
        {
            var link = await ReadLinkAsync(buffer).ConfigureAwait(false);
            if (link == 0 || !await ConnectAsync().ConfigureAwait(false))
            {
                return false;
            }

            grant.OnBytes(toMachine: true, link);
            await machine.WriteAsync(buffer.AsMemory(0, link)).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (IsBroken(error))
        {
            Abort(StopReason.MachineFailed);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>Bytes of the link message, or 0 when there is no good one.</returns>
    private async Task<int> ReadLinkAsync(byte[] buffer)
    {
        using var deadline = new CancellationTokenSource(options.LinkDeadline, time);
        try
        {
            var header = buffer.AsMemory(0, SpiceLink.HeaderBytes);
            if (!await kiosk.ReadExactlyAsync(header, deadline.Token).ConfigureAwait(false)
                || SpiceLink.ReadHeader(header.Span) is not { } size)
            {
                Abort(StopReason.BadLink);
                return 0;
            }

            var body = buffer.AsMemory(SpiceLink.HeaderBytes, size);
            if (!await kiosk.ReadExactlyAsync(body, deadline.Token).ConfigureAwait(false)
                || SpiceLink.ReadMessage(body.Span) is not { } message)
            {
                Abort(StopReason.BadLink);
                return 0;
            }

            if (message.Channel == SpiceLink.InputsChannel)
            {
                _reply = new LinkReplyReader();
                _inputs = new InputsReader(message.CommonCapabilities, _reply);
            }

            return SpiceLink.HeaderBytes + size;
        }
        catch (OperationCanceledException)
        {
            Abort(StopReason.LinkOverdue);
            return 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            Abort(StopReason.KioskFailed);
            return 0;
        }
    }

    private async Task<bool> ConnectAsync()
    {
        using var deadline = new CancellationTokenSource(options.BackendDeadline, time);
        try
        {
            await machine.ConnectAsync(deadline.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (IsBroken(error) || error is OperationCanceledException)
        {
            Abort(StopReason.MachineFailed);
            return false;
        }
    }
}
