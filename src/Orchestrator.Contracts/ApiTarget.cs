using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orchestrator.Contracts;

/// <summary>
/// Where a daemon's API is called: a unix socket (`unix:/run/pbm/pbm.sock`) or `host:port`, which is TLS unless it is
/// this host's own; `https://host:port` is TLS wherever it is, as through a tunnel.
/// </summary>
/// <param name="Socket">The socket's path, or null.</param>
/// <param name="Host">The host, when there is no socket.</param>
/// <param name="Port">Its port.</param>
public sealed record ApiTarget(string? Socket, string Host, int Port)
{
    /// <summary>Where a daemon listens unless its configuration says otherwise.</summary>
    public static readonly ApiTarget DefaultSocket = new("/run/pbm/pbm.sock", "localhost", 80);

    public static readonly ApiTarget DefaultPort = new(null, "127.0.0.1", 9180);

    private const string SocketPrefix = "unix:";
    private const string SecurePrefix = "https://";

    /// <summary>Whether both sides show certificates.</summary>
    public bool IsSecure { get; init; }

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiTarget? target)
    {
        ArgumentNullException.ThrowIfNull(text);
        target = null;
        if (text.StartsWith(SocketPrefix, StringComparison.Ordinal) && text.Length > SocketPrefix.Length)
        {
            target = DefaultSocket with { Socket = text[SocketPrefix.Length..] };
            return true;
        }

        var isSecure = text.StartsWith(SecurePrefix, StringComparison.Ordinal);
        if (isSecure)
        {
            text = text[SecurePrefix.Length..].TrimEnd('/');
        }

        var colon = text.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535)
        {
            var host = text[..colon].Trim('[', ']');
            target = new ApiTarget(null, host, port) { IsSecure = isSecure || !IsOwn(host) };
        }

        return target is not null;
    }

    public override string ToString() => Socket is null
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsSecure && IsOwn(Host) ? SecurePrefix : "")}{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}")
        : SocketPrefix + Socket;

    private static bool IsOwn(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
