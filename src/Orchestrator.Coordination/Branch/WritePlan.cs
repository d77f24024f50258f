using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for the plan: written in the term that runs, over the plan that was seen.</summary>
internal sealed class WritePlan(FencedCommit commit, BranchKeys keys, RecordWriter writer)
{
    public async Task<long> RunAsync(
        CoordinatorTerm term, SlotPlan plan, long seenRevision, CancellationToken cancellation)
    {
        var value = writer.Plan(plan, term.Epoch);
        var outcome = await commit.RunAsync(
            [new KeyCreatedAt(keys.Coordinator, term.Epoch.Value), new KeyModifiedAt(keys.Plan, seenRevision)],
            _ => new PutKey(keys.Plan, value),
            cancellation).ConfigureAwait(false);
        if (outcome.Succeeded)
        {
            return outcome.Revision;
        }

        throw outcome.Find(keys.Coordinator)?.CreateRevision == term.Epoch.Value
            ? new CoordinationException(
                CoordinationFault.Conflict,
                $"the plan is of revision {outcome.Find(keys.Plan)?.ModRevision ?? 0}, not {seenRevision}: look again")
            : new CoordinationException(CoordinationFault.Fenced, $"the term of epoch {term.Epoch} is over");
    }
}
