using Microsoft.Extensions.Logging;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Coordination.Branch;

/// <summary>Responsible for what a branch's keys say together. A record that cannot be read is left out and reported:
/// one that a hand has spoiled must not blind the whole branch.</summary>
internal sealed partial class SnapshotReader(BranchKeys keys, ILogger log)
{
    public ClusterSnapshot Read(BranchTable table)
    {
        var coordinator = table.Find(keys.Coordinator);
        var plan = table.Find(keys.Plan);
        return new ClusterSnapshot(table.Revision)
        {
            Members = Members(table),
            Pools = Pools(table),
            Plan = Try(plan, pair => RecordReader.Plan(pair.Value)) ?? SlotPlan.Empty,
            PlanRevision = plan?.ModRevision ?? 0,
            Coordinator = Try(coordinator, pair => new CoordinatorTerm(
                RecordReader.Owner(pair.Value), new Epoch(pair.CreateRevision))),
            Shards = Each(table, keys.Shards, (name, pair) => new ShardClaim(
                    ShardId.Of(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)),
                    RecordReader.Owner(pair.Value),
                    new Epoch(pair.CreateRevision)))
                .ToDictionary(claim => claim.Shard),
            Lines = Lines(table),
            RevokedOperators =
            [
                .. Each(table, keys.RevokedOperators, (name, pair) => RecordReader.Revoked(name, pair.Value)),
            ],
        };
    }

    private Dictionary<NodeName, BranchMember> Members(BranchTable table)
    {
        var announcements = Each(table, keys.Nodes, (name, pair) =>
                new Announced(NodeName.Parse(name), RecordReader.Node(pair.Value)))
            .ToDictionary(announced => announced.Node, announced => announced.Announcement);
        var members = Each(table, keys.Members, (name, pair) => new BranchMember(
                RecordReader.Member(NodeName.Parse(name), pair.Value), pair.ModRevision, null))
            .ToDictionary(member => member.Node);
        foreach (var (node, announcement) in announcements)
        {
            // A node announces itself before it joins.
            var known = members.GetValueOrDefault(node) ?? new BranchMember(MemberState.Unknown(node), 0, null);
            members[node] = known with { Announcement = announcement };
        }

        return members;
    }

    private Dictionary<PoolName, BranchPool> Pools(BranchTable table) => Each(table, keys.Pools, (name, pair) =>
            new BranchPool(
                RecordReader.Pool(PoolName.Parse(name), pair.Value), pair.ModRevision, pair.CreateRevision))
        .ToDictionary(pool => pool.Definition.Name);

    private Dictionary<PoolName, BranchLine> Lines(BranchTable table) =>
        Each(table, keys.Waiting, (name, pair) => name.Split('/') is [var pool, var node, var session]
                ? new Waiting(
                    PoolName.Parse(pool),
                    new BranchWaiter(NodeName.Parse(node), SessionId.Parse(session), pair.CreateRevision))
                : throw new FormatException("the key is not of the form pool/node/session"))
            .GroupBy(one => one.Pool, one => one.Waiter)
            .ToDictionary(line => line.Key, line => new BranchLine(line));

    private IEnumerable<T> Each<T>(BranchTable table, string prefix, Func<string, EtcdPair, T> read)
        where T : class =>
        table.Under(prefix).Select(pair => Try(pair, _ => read(pair.Key[prefix.Length..], pair))).OfType<T>();

    private T? Try<T>(EtcdPair? pair, Func<EtcdPair, T> read)
        where T : class
    {
        try
        {
            return pair is null ? null : read(pair);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            Log.Unreadable(log, pair!.Key, error.Message);
            return null;
        }
    }

    private sealed record Waiting(PoolName Pool, BranchWaiter Waiter);

    private sealed record Announced(NodeName Node, NodeAnnouncement Announcement);

    private static partial class Log
    {
        [LoggerMessage(8000, LogLevel.Warning, "{Key} in the branch's store cannot be read and is left out: {Detail}")]
        public static partial void Unreadable(ILogger logger, string key, string detail);
    }
}
