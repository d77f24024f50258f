using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Coordination.Branch;

/// <summary>
/// Responsible for what a branch's keys say together, change by change: in a large branch something changes all the
/// time, and only what did is read. A record that cannot be read counts as absent and is reported: one that a hand has
/// spoiled must not blind the whole branch.
/// </summary>
internal sealed partial class SnapshotReader(BranchKeys keys, ILogger log)
{
    public ClusterSnapshot Read(EtcdListing listing) => Apply(
        ClusterSnapshot.None, listing.Pairs.Select(pair => new EtcdChange(pair, IsDeleted: false)), listing.Revision);

    /// <param name="before">What the branch was.</param>
    /// <param name="changes">What has changed since, in its order.</param>
    /// <param name="revision">Revision of the store after it.</param>
    public ClusterSnapshot Apply(ClusterSnapshot before, IEnumerable<EtcdChange> changes, long revision) =>
        changes.Aggregate(before, (branch, change) =>
            Apply(branch, change.Pair.Key, change.IsDeleted ? null : change.Pair)) with { Revision = revision };

    private static Dictionary<TKey, TValue> With<TKey, TValue>(
        IReadOnlyDictionary<TKey, TValue> before, TKey key, TValue? value)
        where TKey : notnull
        where TValue : class
    {
        var after = new Dictionary<TKey, TValue>(before);
        after.Remove(key);
        if (value is not null)
        {
            after.Add(key, value);
        }

        return after;
    }

    /// <param name="branch">What the branch was.</param>
    /// <param name="key">The key that has changed.</param>
    /// <param name="pair">What is there now, or null: nothing.</param>
    private ClusterSnapshot Apply(ClusterSnapshot branch, string key, EtcdPair? pair)
    {
        try
        {
            return key == keys.Plan ? WithPlan(branch, pair)
                : key == keys.Coordinator ? branch with { Coordinator = Read(pair, CoordinatorOf) }
                : Under(keys.Members, key) is { } member ? WithMember(branch, NodeName.Parse(member), pair)
                : Under(keys.Nodes, key) is { } node ? WithAnnouncement(branch, NodeName.Parse(node), pair)
                : Under(keys.Pools, key) is { } pool ? WithPool(branch, PoolName.Parse(pool), pair)
                : Under(keys.Shards, key) is { } shard ? WithShard(branch, ShardOf(shard), pair)
                : Under(keys.Waiting, key) is { } waiting ? WithWaiter(branch, waiting.Split('/'), pair)
                : Under(keys.RevokedOperators, key) is { } revoked ? WithRevoked(branch, key, revoked, pair)
                : branch;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            // The key itself: nothing was ever read from there.
            Log.Unreadable(log, key, error.Message);
            return branch;
        }
    }

    private ClusterSnapshot WithPlan(ClusterSnapshot branch, EtcdPair? pair) => branch with
    {
        Plan = Read(pair, there => RecordReader.Plan(there.Value)) ?? SlotPlan.Empty,
        PlanRevision = pair?.ModRevision ?? 0,
    };

    private static CoordinatorTerm CoordinatorOf(EtcdPair pair) =>
        new(RecordReader.Owner(pair.Value), new Epoch(pair.CreateRevision));

    private ClusterSnapshot WithMember(ClusterSnapshot branch, NodeName node, EtcdPair? pair) => With(
        branch, node, Read(pair, there => RecordReader.Member(node, there.Value)), pair?.ModRevision ?? 0,
        branch.Find(node)?.Announcement);

    /// <summary>A node announces itself before it joins, and may be forgotten before its lease ends.</summary>
    private ClusterSnapshot WithAnnouncement(ClusterSnapshot branch, NodeName node, EtcdPair? pair)
    {
        var known = branch.Find(node) is { StateRevision: > 0 } member ? member : null;
        return With(
            branch, node, known?.State, known?.StateRevision ?? 0,
            Read(pair, there => RecordReader.Node(there.Value)));
    }

    private static ClusterSnapshot With(
        ClusterSnapshot branch, NodeName node, MemberState? state, long revision, NodeAnnouncement? announcement) =>
        branch with
        {
            Members = (state, announcement) is (null, null)
                ? branch.Members.Without(node)
                : branch.Members.With(new BranchMember(
                    state ?? MemberState.Unknown(node), state is null ? 0 : revision, announcement)),
        };

    private ClusterSnapshot WithPool(ClusterSnapshot branch, PoolName name, EtcdPair? pair) => branch with
    {
        Pools = With(branch.Pools, name, Read(pair, there => new BranchPool(
            RecordReader.Pool(name, there.Value), there.ModRevision, there.CreateRevision))),
    };

    private static ShardId ShardOf(string name) => ShardId.Of(int.Parse(name, CultureInfo.InvariantCulture));

    private ClusterSnapshot WithShard(ClusterSnapshot branch, ShardId shard, EtcdPair? pair) => branch with
    {
        Shards = With(branch.Shards, shard, Read(pair, there => new ShardClaim(
            shard, RecordReader.Owner(there.Value), new Epoch(there.CreateRevision)))),
    };

    private static ClusterSnapshot WithWaiter(ClusterSnapshot branch, string[] name, EtcdPair? pair)
    {
        if (name is not [var ofPool, var ofNode, var ofSession])
        {
            throw new FormatException("the key is not of the form pool/node/session");
        }

        var (pool, node, session) = (PoolName.Parse(ofPool), NodeName.Parse(ofNode), SessionId.Parse(ofSession));
        var before = branch.LineOf(pool);
        var line = pair is null
            ? before.Without(node, session)
            : before.With(new BranchWaiter(node, session, pair.CreateRevision));
        return branch with { Lines = With(branch.Lines, pool, line.Waiting.Count == 0 ? null : line) };
    }

    private ClusterSnapshot WithRevoked(ClusterSnapshot branch, string key, string name, EtcdPair? pair)
    {
        var others = branch.RevokedOperators.Where(one => keys.RevokedOperator(one) != key);
        var revoked = Read(pair, there => RecordReader.Revoked(name, there.Value));
        return branch with { RevokedOperators = revoked is null ? [.. others] : [.. others, revoked] };
    }

    private static string? Under(string prefix, string key) =>
        key.StartsWith(prefix, StringComparison.Ordinal) ? key[prefix.Length..] : null;

    /// <summary>What a record says, or null: there is none, or none that can be read.</summary>
    private T? Read<T>(EtcdPair? pair, Func<EtcdPair, T> read)
        where T : class
    {
        try
        {
            return pair is null ? null : read(pair);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            Log.Unreadable(log, pair!.Key, error.Message);
            return null;
        }
    }

    private static bool IsUnreadable(Exception error) =>
        error is FormatException or ArgumentException or OverflowException;

    private static partial class Log
    {
        [LoggerMessage(8000, LogLevel.Warning, "{Key} in the branch's store cannot be read and is left out: {Detail}")]
        public static partial void Unreadable(ILogger logger, string key, string detail);
    }
}
