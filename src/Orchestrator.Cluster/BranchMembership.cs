using Orchestrator.Actors;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Cluster;

/// <summary>A node's membership in its branch: starts the actor that keeps it. Disposing it is a crash: nothing is said
/// to the branch, and the lease runs out.</summary>
public sealed class BranchMembership : IAsyncDisposable
{
    /// <summary>How long an operator's question may take.</summary>
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(5);

    private readonly IActorRef<BranchMessage> _actor;
    private readonly BranchNode _node;
    private readonly TimeProvider _time;

    /// <param name="system">The actor system that it lives in.</param>
    /// <param name="node">What the node brings.</param>
    /// <param name="time">The clock of the timeouts.</param>
    public BranchMembership(ActorSystem system, BranchNode node, TimeProvider time)
    {
        (_node, _time) = (node, time);
        _actor = system.Spawn("branch", () => new BranchActor(node), Options);
    }

    /// <summary>Kiosks are served without it, so it is started again and again rather than given up.</summary>
    private static SpawnOptions Options { get; } = new()
    {
        Supervision = SupervisorStrategy.Default with { RestartsMax = int.MaxValue },
    };

    /// <summary>The branch as this node sees it.</summary>
    public Task<ClusterSnapshot> GetBranchAsync(CancellationToken cancellation) =>
        _actor.AskAsync<BranchMessage, ClusterSnapshot>(
            reply => new GetBranch(reply), QueryTimeout, _time, cancellation);

    public ValueTask DisposeAsync() => _node.Coordinator.DisposeAsync();
}
