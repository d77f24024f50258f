using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Operators;

/// <summary>Responsible for revocations in the store. They come back with the branch's snapshot, which every node
/// follows and keeps while the store is away.</summary>
internal sealed class EtcdOperatorLedger(
    FencedCommit commit, BranchKeys keys, RecordWriter writer, Func<ClusterSnapshot> snapshot) : IOperatorLedger
{
    public IReadOnlyCollection<RevokedOperator>? Revoked =>
        snapshot() is { Revision: > 0 } seen ? seen.RevokedOperators : null;

    public async Task RevokeAsync(RevokedOperator revoked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(revoked);
        if (snapshot().RevokedOperators.Count >= IOperatorLedger.RevokedMax)
        {
            throw new CoordinationException(
                CoordinationFault.TooLarge, $"the branch remembers {IOperatorLedger.RevokedMax} revocations already");
        }

        var key = keys.RevokedOperator(revoked);
        var value = writer.Revoked(revoked);

        // One that is there stays: who revoked it first is of interest.
        await commit.RunAsync([EtcdComparison.Absent(key)], _ => new PutKey(key, value), cancellation)
            .ConfigureAwait(false);
    }
}
