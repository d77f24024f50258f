using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the node's sessions in the branch's lines. A key that is written again keeps its creation,
/// and with it its place.</summary>
internal sealed class ChangeLine(FencedCommit commit, BranchKeys keys, RecordWriter writer, NodeName own)
{
    public async Task<long> RunAsync(
        PoolName pool, IReadOnlyCollection<SessionId> joining, IReadOnlyCollection<SessionId> leaving,
        CancellationToken cancellation)
    {
        if (joining.Count + leaving.Count > ICoordinator.LineChangesMax)
        {
            throw new CoordinationException(
                CoordinationFault.TooLarge,
                $"{joining.Count} sessions join and {leaving.Count} leave pool {pool}'s line; "
                + $"one change names {ICoordinator.LineChangesMax} at most");
        }

        var outcome = await commit.RunAsync(
            [],
            hold => (IReadOnlyList<EtcdOperation>)
            [
                .. joining.Select(session => new PutKey(Key(session), writer.Owner(own), hold.Lease)),
                .. leaving.Except(joining).Select(session => new DeleteKey(Key(session))),
            ],
            cancellation).ConfigureAwait(false);
        return outcome.Revision;

        string Key(SessionId session) => keys.Waiter(pool, own, session);
    }
}
