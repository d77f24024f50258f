using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for keys that one node at a time holds, under its lease: the coordinator's and the shards'. The
/// key's creation is the holder's epoch.</summary>
internal sealed class HoldOffice(FencedCommit commit, RecordWriter writer, NodeName own)
{
    /// <returns>Who holds it now, and since which epoch.</returns>
    public async Task<CoordinatorTerm> TakeAsync(string key, CancellationToken cancellation)
    {
        var outcome = await commit.RunAsync(
            [EtcdComparison.Absent(key)], hold => new PutKey(key, writer.Owner(own), hold.Lease), cancellation)
            .ConfigureAwait(false);
        return (outcome.Succeeded, outcome.Find(key)) switch
        {
            (true, _) => new CoordinatorTerm(own, new Epoch(outcome.Revision)),
            (false, { } there) => new CoordinatorTerm(Holder(there), new Epoch(there.CreateRevision)),

            // Comparing and reading are one transaction, and the fence held.
            _ => throw new CoordinationException(
                CoordinationFault.Failed, $"the store says that {key} is there and that it is not"),
        };
    }

    public Task GiveBackAsync(string key, Epoch epoch, CancellationToken cancellation) => commit.RunAsync(
        [new KeyCreatedAt(key, epoch.Value)], _ => new DeleteKey(key), cancellation);

    private static NodeName Holder(EtcdPair pair)
    {
        try
        {
            return RecordReader.Owner(pair.Value);
        }
        catch (FormatException error)
        {
            throw new CoordinationException(
                CoordinationFault.Failed, $"{pair.Key} in the branch's store cannot be read: {error.Message}", error);
        }
    }
}
