using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Audit;

/// <summary>Responsible for saying who calls: the kernel's word on a unix socket, the certificate's for an operator
/// elsewhere, the address on loopback.</summary>
internal static class Caller
{
    // <sys/socket.h> on Linux: struct ucred holds pid, uid and gid, each of four bytes.
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int UcredBytes = 12;
    private const int UidAt = 4;

    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address)
        {
            var from = string.Create(CultureInfo.InvariantCulture, $"{address}:{context.Connection.RemotePort}");
            return OperatorIdentity.Of(context.Connection.ClientCertificate) is { } who ? $"{who} from {from}" : from;
        }

        var socket = context.Features.Get<IConnectionSocketFeature>()?.Socket;
        return socket?.AddressFamily == AddressFamily.Unix ? OfPeer(socket) : "unknown";
    }

    private static string OfPeer(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[UcredBytes];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials);
        var uid = BinaryPrimitives.ReadUInt32LittleEndian(credentials[UidAt..]);
        var text = uid.ToString(CultureInfo.InvariantCulture);
        return NameOf(text) is { } name ? $"uid {text} ({name})" : $"uid {text}";
    }

    /// <summary>A user that only a directory service knows stays a number.</summary>
    private static string? NameOf(string uid)
    {
        const string Users = "/etc/passwd";
        return File.Exists(Users)
            ? File.ReadLines(Users).Select(line => line.Split(':')).FirstOrDefault(
                fields => fields.Length > 2 && fields[2] == uid)?[0]
            : null;
    }
}
