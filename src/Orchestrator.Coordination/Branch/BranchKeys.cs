using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Tokens;

namespace Orchestrator.Coordination.Branch;

/// <summary>Where each thing of a branch stands in the store.</summary>
/// <param name="prefix">What all keys begin with; ends with a slash.</param>
internal sealed class BranchKeys(string prefix)
{
    public string Prefix { get; } = prefix;

    public string Plan { get; } = prefix + "plan";

    /// <summary>Lives under the coordinator's lease; its creation is the term's epoch.</summary>
    public string Coordinator { get; } = prefix + "coordinator";

    public string Members { get; } = prefix + "members/";

    /// <summary>What the nodes say of themselves, each under its lease. A node's key is also its fence: whatever it
    /// writes names the creation of this.</summary>
    public string Nodes { get; } = prefix + "nodes/";

    public string Pools { get; } = prefix + "pools/";

    public string Shards { get; } = prefix + "shards/";

    /// <summary>The sessions that wait, each under its node's lease; the creation of a key is the place in the
    /// line.</summary>
    public string Waiting { get; } = prefix + "waiting/";

    /// <summary>Join tokens; the secrets are not there.</summary>
    public string Tokens { get; } = prefix + "tokens/";

    /// <summary>Operators elsewhere who are not believed any more.</summary>
    public string RevokedOperators { get; } = prefix + "revoked-operators/";

    public string Member(NodeName node) => Members + node;

    public string Node(NodeName node) => Nodes + node;

    public string Pool(PoolName pool) => Pools + pool;

    public string Token(TokenId token) => Tokens + token;

    public string RevokedOperator(RevokedOperator revoked) => $"{RevokedOperators}{revoked.Name}/{revoked.Serial}";

    public string Shard(ShardId shard) => Shards + shard;

    public string Waiter(PoolName pool, NodeName node, SessionId session) => $"{Waiting}{pool}/{node}/{session}";
}
