using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for a member's state: decides on what the store has, and decides anew when somebody else was
/// faster.</summary>
internal sealed class TellMember(
    IEtcd etcd, FencedCommit commit, BranchKeys keys, RecordWriter writer, CoordinationOptions options)
{
    public async Task<MemberChange> RunAsync(
        NodeName node, MemberCommand command, long? seenRevision, CancellationToken cancellation)
    {
        var key = keys.Member(node);
        for (var attempt = 0; attempt < options.ConflictsMax; attempt++)
        {
            var listing = await etcd.RangeAsync(EtcdRange.Of(key), cancellation).ConfigureAwait(false);
            var pair = listing.Pairs.Count == 0 ? null : listing.Pairs[0];
            var revision = pair?.ModRevision ?? 0;
            if (seenRevision is { } seen && seen != revision)
            {
                throw Conflict(node, $"its state is of revision {revision}, not {seen}");
            }

            var state = pair is null ? MemberState.Unknown(node) : Read(node, pair);
            var decision = Member.Decide(state, command);
            if (decision.IsRefused)
            {
                return new MemberChange(state, decision.Refusal);
            }

            if (decision.Events.Count == 0)
            {
                return new MemberChange(state);
            }

            var next = decision.Events.Aggregate(state, Member.Apply);
            EtcdOperation write = next == MemberState.Unknown(node)
                ? new DeleteKey(key)
                : new PutKey(key, writer.Member(next));
            var announced = keys.Node(node);
            IReadOnlyList<EtcdComparison> conditions = command is DownMember
                ? [new KeyModifiedAt(key, revision), EtcdComparison.Absent(announced)]
                : [new KeyModifiedAt(key, revision)];
            var outcome = await commit.RunAsync(conditions, _ => write, cancellation).ConfigureAwait(false);
            if (outcome.Succeeded)
            {
                return new MemberChange(next);
            }

            if (command is DownMember && outcome.Find(announced) is not null)
            {
                return new MemberChange(state, $"node {node} can be reached: let it leave instead");
            }
        }

        throw Conflict(node, $"it was changed {options.ConflictsMax} times meanwhile");
    }

    private static MemberState Read(NodeName node, EtcdPair pair)
    {
        try
        {
            return RecordReader.Member(node, pair.Value);
        }
        catch (FormatException error)
        {
            throw new CoordinationException(
                CoordinationFault.Failed, $"{pair.Key} in the branch's store cannot be read: {error.Message}", error);
        }
    }

    private static CoordinationException Conflict(NodeName node, string why) =>
        new(CoordinationFault.Conflict, $"member {node} is not changed: {why}");
}
