using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Enrolment;

/// <summary>Where a node is reached, <c>host:port</c>.</summary>
/// <param name="Host">An IP address or a name.</param>
/// <param name="Port">The TCP port.</param>
public sealed record NodeAddress(string Host, int Port)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri) && uri.Port > 0 && uri.Authority == text
            ? new NodeAddress(uri.DnsSafeHost, uri.Port)
            : null;
        return address is not null;
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}"
        : $"{Host}:{Port}";
}
