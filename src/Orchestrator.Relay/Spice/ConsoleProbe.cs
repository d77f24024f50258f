using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Relay.Spice;

/// <summary>
/// Asks a SPICE server for its link reply and leaves before authentication, so that nobody is ever connected by it.
/// </summary>
internal static class ConsoleProbe
{
    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation).ConfigureAwait(false);
        await socket.SendAsync(SpiceLink.ProbeMessage, SocketFlags.None, cancellation).ConfigureAwait(false);
        var header = new byte[SpiceLink.HeaderBytes];
        if (!await socket.ReadExactlyAsync(header, cancellation).ConfigureAwait(false)
            || SpiceLink.ReadHeader(header) is not { } size)
        {
            return false;
        }

        var body = new byte[size];
        return await socket.ReadExactlyAsync(body, cancellation).ConfigureAwait(false)
            && SpiceLink.ReadReply(body) is { Error: 0 };
    }
}
