using Orchestrator.Core.Cluster;

namespace Orchestrator.Coordination;

/// <summary>Who this node is.</summary>
/// <param name="Node">Its name in the branch.</param>
/// <param name="Server">What no other server has, and stays over restarts: the machine-id.</param>
public sealed record NodeIdentity(NodeName Node, string Server);
