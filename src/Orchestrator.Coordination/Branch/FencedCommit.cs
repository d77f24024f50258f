using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Leases;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the fence of every write: it is done only while the writer's own key is the one it
/// made.</summary>
internal sealed class FencedCommit(IEtcd etcd, NodeLease lease, BranchKeys keys, NodeName node)
{
    /// <param name="conditions">What must hold beside the fence.</param>
    /// <param name="then">What is done then, by the node's hold.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The outcome; when it did not succeed, it holds what the conditions' keys are now, and the fence
    /// held.</returns>
    /// <exception cref="CoordinationException">With <see cref="CoordinationFault.Fenced"/>: the node's key is not its
    /// own any more.</exception>
    public Task<EtcdOutcome> RunAsync(
        IReadOnlyList<EtcdComparison> conditions, Func<NodeHold, EtcdOperation> then, CancellationToken cancellation) =>
        RunAsync(conditions, hold => (IReadOnlyList<EtcdOperation>)[then(hold)], cancellation);

    /// <inheritdoc cref="RunAsync(IReadOnlyList{EtcdComparison}, Func{NodeHold, EtcdOperation}, CancellationToken)"/>
    public async Task<EtcdOutcome> RunAsync(
        IReadOnlyList<EtcdComparison> conditions, Func<NodeHold, IReadOnlyList<EtcdOperation>> then,
        CancellationToken cancellation)
    {
        var hold = lease.Require();
        var own = keys.Node(node);
        var fence = new KeyCreatedAt(own, hold.CreateRevision);
        var reads = conditions.Select(condition => condition.Key).Append(own).Distinct();
        var outcome = await etcd.CommitAsync(
            new EtcdTransaction([fence, .. conditions], then(hold), [.. reads.Select(key => new ReadKey(key))]),
            cancellation).ConfigureAwait(false);
        if (!outcome.Succeeded && outcome.Find(own)?.CreateRevision != hold.CreateRevision)
        {
            lease.Lose(hold, $"the store does not hold the key {own} of this lease any more");
            throw new CoordinationException(
                CoordinationFault.Fenced, $"{own} is not this node's any more; nothing was written");
        }

        return outcome;
    }
}
