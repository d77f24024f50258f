using System.Net;

namespace Orchestrator.Relay;

/// <summary>Where the relay listens, and its limits.</summary>
/// <param name="Listen">The console port that kiosks connect to; port 0 takes any free one.</param>
public sealed record RelayOptions(IPEndPoint Listen)
{
    /// <summary>
    /// Connections of one session: SPICE opens one a channel, some eight with USB redirection and sound.
    /// </summary>
    public int ConnectionsPerSessionMax { get; init; } = 32;

    /// <summary>Connections of all sessions.</summary>
    public int ConnectionsMax { get; init; } = 256;

    /// <summary>Connections that the system may hold before they are accepted.</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>How long a client may take to send its link message.</summary>
    public TimeSpan LinkDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the machine's SPICE server may take to accept.</summary>
    public TimeSpan BackendDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a readiness probe waits for the link reply.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Bytes of one direction's buffer. Measured against haproxy: larger ones save system calls, until they fill the
    /// cache.
    /// </summary>
    public int BufferBytes { get; init; } = 128 * 1024;
}
