using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Records;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Operators;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Coordination.Tests.Branch;

public sealed class SnapshotReaderTests
{
    private static readonly BranchKeys Keys = new("/pbm/");
    private static readonly RecordWriter Writer = new(64 * 1024);
    private static readonly SnapshotReader Reader = new(Keys, NullLogger.Instance);
    private static readonly NodeName Alpha = NodeName.Parse("alpha");

    private static readonly NodeAnnouncement Announcement = new("alpha:5907", "1", new NodeCapacity(64, 8, 16));

    [Fact]
    public void Apply_AnyChangesOneByOne_SeesWhatTheWholeListingSays()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var pairs = new SortedDictionary<string, EtcdPair>(StringComparer.Ordinal);
        var branch = ClusterSnapshot.None;
        for (var revision = 1; revision <= 3_000; revision++)
        {
            var (key, value) = Any(random);
            var created = pairs.GetValueOrDefault(key)?.CreateRevision ?? revision;
            var pair = new EtcdPair(key, value ?? [], created, revision, 0);
            if (value is null)
            {
                pairs.Remove(key);
            }
            else
            {
                pairs[key] = pair;
            }

            branch = Reader.Apply(branch, [new EtcdChange(pair, value is null)], revision);

            var whole = Reader.Read(new EtcdListing(revision, [.. pairs.Values]));
            Assert.True(Text(whole) == Text(branch), $"seed {seed}, revision {revision}, {key}:\n"
                + $"whole    {Text(whole)}\nfollowed {Text(branch)}");
        }
    }

    [Fact]
    public void Apply_OneOfAThousandMembersChanges_TheOthersAreNotReadAnew()
    {
        var before = Reader.Read(new EtcdListing(2_000, [.. Enumerable.Range(1, 1_000).Select(number =>
            new EtcdPair(Keys.Node(Node(number)), Writer.Node(Announcement, "s"), number, number, 1))]));

        var after = Reader.Apply(before, [Put(Keys.Node(Node(7)), Writer.Node(Announcement, "t"), 2_001)], 2_001);

        Assert.Equal(1_000, after.Members.Values.Count());
        Assert.Equal(
            [Node(7)],
            after.Members.Values.Where(member => !ReferenceEquals(member, before.Find(member.Node)))
                .Select(member => member.Node));
    }

    [Fact]
    public void Apply_RecordIsSpoiled_CountsAsAbsentAndTheRestStays()
    {
        var before = Reader.Read(new EtcdListing(5, [
            new EtcdPair(Keys.Member(Alpha), Writer.Member(new MemberState(Alpha, MemberStatus.Up, 1)), 3, 3, 0),
            new EtcdPair(Keys.Node(Alpha), Writer.Node(Announcement, "s"), 4, 4, 1),
        ]));

        var after = Reader.Apply(before, [Put(Keys.Node(Alpha), "{"u8.ToArray(), 6)], 6);
        var later = Reader.Apply(after, [Put(Keys.Nodes + "Not A Node", "{}"u8.ToArray(), 7)], 7);

        Assert.True(before.Find(Alpha)!.TakesClaims);
        Assert.Equal(Alpha, Assert.Single(after.Members.Unreachable));
        Assert.Equal(MemberStatus.Up, after.Find(Alpha)!.State.Status);
        Assert.Equal(Text(after) + "7", Text(later with { Revision = 6 }) + later.Revision);
    }

    private static NodeName Node(int number) => NodeName.Parse("n" + number.ToString(CultureInfo.InvariantCulture));

    private static EtcdChange Put(string key, byte[] value, long revision) =>
        new(new EtcdPair(key, value, revision, revision, 0), IsDeleted: false);

    /// <summary>A key that is put, or deleted: null; now and then spoiled.</summary>
    private static (string Key, byte[]? Value) Any(Random random)
    {
        var node = Node(random.Next(1, 5));
        var pool = PoolName.Parse(random.Next(2) == 0 ? "demo" : "other");
        var revoked = new RevokedOperator(
            OperatorName.Parse(random.Next(2) == 0 ? "anna" : "ben"), null, DateTimeOffset.UnixEpoch, "root");
        var state = new MemberState(
            node, random.GetItems(Enum.GetValues<MemberStatus>(), 1)[0], random.Next(1, 3));
        (string Key, byte[] Value) put = random.Next(9) switch
        {
            0 => (Keys.Plan, Writer.Plan(
                new SlotPlan([new PlannedSlots(pool, node, random.Next(1, 9))]), new Epoch(1))),
            1 => (Keys.Coordinator, Writer.Owner(node)),
            2 => (Keys.Member(node), Writer.Member(state)),
            3 or 4 => (Keys.Node(node), Writer.Node(Announcement with { Machines = random.Next(9) }, "s")),
            5 => (Keys.Pool(pool), Writer.Pool(
                new PoolDefinition(pool, random.Next(9), new MachineSize(1, 1), "golden", "aa"))),
            6 => (Keys.Shard(ShardId.Of(random.Next(4))), Writer.Owner(node)),
            7 => (Keys.RevokedOperator(revoked), Writer.Revoked(revoked)),
            _ => (Keys.Waiter(pool, node, new SessionId((ulong)random.Next(1, 4))), Writer.Owner(node)),
        };
        return random.Next(10) switch
        {
            < 3 => (put.Key, null),
            3 => (put.Key, Encoding.UTF8.GetBytes("spoiled")),
            _ => put,
        };
    }

    private static string Text(ClusterSnapshot branch) => string.Join("; ", [
        $"{branch.Revision} {branch.Plan} of {branch.PlanRevision} {branch.Coordinator}",
        .. branch.Members.Values.Select(member =>
            $"{member.State} {member.StateRevision} {member.Announcement?.Machines}"),
        string.Join(' ', branch.Members.TakingClaims),
        .. branch.Pools.Values.OrderBy(pool => pool.Definition.Name.Value, StringComparer.Ordinal)
            .Select(pool => pool.ToString()),
        .. branch.Shards.Values.OrderBy(claim => claim.Shard.ToString(), StringComparer.Ordinal)
            .Select(claim => claim.ToString()),
        .. branch.Lines.OrderBy(line => line.Key.Value, StringComparer.Ordinal)
            .Select(line => $"{line.Key}: {string.Join(' ', line.Value.Waiting)}"),
        .. branch.RevokedOperators.OrderBy(one => one.Name.ToString(), StringComparer.Ordinal)
            .Select(one => one.ToString()),
    ]);
}
