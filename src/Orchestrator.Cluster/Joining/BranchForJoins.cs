using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Enrolment;

namespace Orchestrator.Cluster.Joining;

/// <summary>What a node knows of its branch, for those that join.</summary>
/// <param name="AuthorityPem">The branch's authority.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Snapshot">The branch now.</param>
/// <param name="Settings">What all nodes of the branch share, as YAML, for a server at an address.</param>
public sealed record BranchForJoins(
    string AuthorityPem, ITokenLedger Tokens, Func<ClusterSnapshot> Snapshot, Func<NodeAddress, string> Settings);
