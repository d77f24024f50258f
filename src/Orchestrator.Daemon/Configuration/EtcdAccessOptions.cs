namespace Orchestrator.Daemon.Configuration;

/// <summary>How to reach the branch's store.</summary>
/// <param name="Endpoints">Client URLs of its members, all of one scheme.</param>
/// <param name="Certificate">File of this node's certificate, PEM; null without TLS.</param>
/// <param name="Key">File of its key, PEM; null without TLS.</param>
/// <param name="Authority">File of the branch's authority, PEM; null without TLS.</param>
internal sealed record EtcdAccessOptions(
    IReadOnlyList<Uri> Endpoints, string? Certificate, string? Key, string? Authority);
