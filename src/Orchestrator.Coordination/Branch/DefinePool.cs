using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the definitions of pools: each is changed only by who has seen the last one.</summary>
internal sealed class DefinePool(FencedCommit commit, BranchKeys keys, RecordWriter writer)
{
    public Task RunAsync(PoolDefinition pool, long seenRevision, CancellationToken cancellation)
    {
        var value = writer.Pool(pool);
        return RunAsync(pool.Name, seenRevision, key => new PutKey(key, value), cancellation);
    }

    public Task RemoveAsync(PoolName pool, long seenRevision, CancellationToken cancellation) =>
        RunAsync(pool, seenRevision, key => new DeleteKey(key), cancellation);

    private async Task RunAsync(
        PoolName pool, long seenRevision, Func<string, EtcdOperation> then, CancellationToken cancellation)
    {
        var key = keys.Pool(pool);
        var outcome = await commit.RunAsync(
            [new KeyModifiedAt(key, seenRevision)], _ => then(key), cancellation).ConfigureAwait(false);
        if (!outcome.Succeeded)
        {
            throw new CoordinationException(
                CoordinationFault.Conflict,
                $"pool {pool} is of revision {outcome.Find(key)?.ModRevision ?? 0}, not {seenRevision}: look again");
        }
    }
}
