using System.Security.Cryptography.X509Certificates;

namespace Orchestrator.Coordination;

/// <summary>How to reach etcd.</summary>
public sealed record EtcdOptions
{
    /// <summary>Client URLs of the members; the own one first. A member that fails is passed over.</summary>
    public required IReadOnlyList<Uri> Endpoints { get; init; }

    /// <summary>
    /// This node's certificate with its key, for https. Without a common name in its subject: with authentication on,
    /// etcd refuses every call through its gateway whose certificate has one.
    /// </summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The branch's authorities, the only ones that are trusted; empty: the system's.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>Time to connect to a member before the next is tried.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An answer that takes longer is given up; a call that may be repeated goes to the next member then.
    /// Twice this fits into a lease, so that one member that hangs costs nobody its lease.</summary>
    public TimeSpan CallDeadline { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of one request; etcd's own limit is 1.5 MiB.</summary>
    public int RequestBytesMax { get; init; } = 1024 * 1024;

    /// <summary>Bytes of one answer, or of one line of a watch.</summary>
    public int ReplyBytesMax { get; init; } = 16 * 1024 * 1024;
}
