using Orchestrator.Core.Cluster;
using Orchestrator.Enrolment;

namespace Orchestrator.Daemon.Joining;

/// <summary>What a server that joins a branch is told.</summary>
/// <param name="Branch">A node of the branch.</param>
/// <param name="Token">The token as it was written; <c>-</c>: it comes from the input.</param>
/// <param name="Node">The server's name in the branch.</param>
/// <param name="Address">Where the other nodes will reach it.</param>
internal sealed record JoinOrder(NodeAddress Branch, string Token, NodeName Node, NodeAddress Address)
{
    /// <summary>Where certificate, key and configuration shall be.</summary>
    public string Folder { get; init; } = "/etc/pbm";

    /// <summary>Where copies of golden images shall be; QEMU's user has to reach it.</summary>
    public string ImageFolder { get; init; } = "/var/lib/pbm-images";

    /// <summary>Starts this server's member of etcd, told <c>start</c> and the folder; null: it gets none.</summary>
    public string? EtcdScript { get; init; }

    /// <summary>Without the token.</summary>
    public override string ToString() => $"join {Branch} as {Node} at {Address}";
}
