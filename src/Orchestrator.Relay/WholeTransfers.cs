using System.Net.Sockets;

namespace Orchestrator.Relay;

/// <summary>
/// Transfers that are whole or fail: TCP promises bytes in order, not in the pieces in which they were sent.
/// </summary>
internal static class WholeTransfers
{
    /// <returns>False: the other side closed before all of it came.</returns>
    public static async Task<bool> ReadExactlyAsync(
        this Socket source, Memory<byte> target, CancellationToken cancellation)
    {
        while (target.Length > 0)
        {
            var read = await source.ReceiveAsync(target, SocketFlags.None, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            target = target[read..];
        }

        return true;
    }

    public static async ValueTask SendAllAsync(this Socket target, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var sent = await target.SendAsync(bytes, SocketFlags.None).ConfigureAwait(false);
            bytes = bytes[sent..];
        }
    }
}
