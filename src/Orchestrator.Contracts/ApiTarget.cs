using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orchestrator.Contracts;

/// <summary>Where a daemon's API is called: a unix socket (`unix:/run/pbm/pbm.sock`) or `host:port`.</summary>
/// <param name="Socket">The socket's path, or null.</param>
/// <param name="Host">The host, when there is no socket.</param>
/// <param name="Port">Its port.</param>
public sealed record ApiTarget(string? Socket, string Host, int Port)
{
    /// <summary>Where a daemon listens unless its configuration says otherwise.</summary>
    public static readonly ApiTarget DefaultSocket = new("/run/pbm/pbm.sock", "localhost", 80);

    public static readonly ApiTarget DefaultPort = new(null, "127.0.0.1", 9180);

    private const string SocketPrefix = "unix:";

    public static bool TryParse(string text, [NotNullWhen(true)] out ApiTarget? target)
    {
        ArgumentNullException.ThrowIfNull(text);
        target = null;
        if (text.StartsWith(SocketPrefix, StringComparison.Ordinal) && text.Length > SocketPrefix.Length)
        {
            target = DefaultSocket with { Socket = text[SocketPrefix.Length..] };
            return true;
        }

        var colon = text.LastIndexOf(':');
        if (colon > 0
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= 65535)
        {
            target = new ApiTarget(null, text[..colon].Trim('[', ']'), port);
        }

        return target is not null;
    }

    public override string ToString() => Socket is null
        ? string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}")
        : SocketPrefix + Socket;
}
