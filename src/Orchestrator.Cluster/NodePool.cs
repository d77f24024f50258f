using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Cluster;

/// <summary>A pool of a node's configuration.</summary>
/// <param name="Name">The pool.</param>
/// <param name="BranchSize">Slots over all nodes; holds when the branch does not know the pool yet.</param>
/// <param name="Machine">What one machine needs.</param>
/// <param name="GoldenImage">Name of the golden domain.</param>
public sealed record NodePool(PoolName Name, int BranchSize, MachineSize Machine, string GoldenImage);
