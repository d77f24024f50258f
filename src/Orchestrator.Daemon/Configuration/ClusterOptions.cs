using Orchestrator.Core.Cluster;

namespace Orchestrator.Daemon.Configuration;

/// <summary>The node's part in a branch of several.</summary>
/// <param name="Node">Its name in the branch.</param>
/// <param name="Address">Where the other nodes reach it, <c>host:port</c>.</param>
/// <param name="Etcd">How it reaches the branch's store.</param>
/// <param name="ReservedMemoryMiB">What of the server's memory machines never get.</param>
/// <param name="ProcessorsPerCore">Virtual processors that machines may have together, per processor of the
/// server.</param>
/// <param name="LeaseTimeToLive">How long a node that went silent is still believed to live.</param>
/// <param name="ReplanAfter">An unreachable node keeps its slots in the plan for this long.</param>
/// <param name="Links">Certificates of the links between nodes; null: there are none, and kiosks get machines of the
/// node that they call only.</param>
internal sealed record ClusterOptions(
    NodeName Node,
    string Address,
    EtcdAccessOptions Etcd,
    int ReservedMemoryMiB,
    int ProcessorsPerCore,
    TimeSpan LeaseTimeToLive,
    TimeSpan ReplanAfter,
    NodeCertificateOptions? Links)
{
    /// <summary>The key of the branch's authority, by which this node signs for servers that join; null: others
    /// do.</summary>
    public string? AuthorityKey { get; init; }
}
