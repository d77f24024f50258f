using System.Text;
using System.Threading.Channels;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Coordination.Tests.Etcd;

/// <summary>What is relied on of etcd. The real one passes it, and so does the simulation's.</summary>
public abstract class EtcdContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract Task<IEtcdWorld> CreateAsync();

    [Fact]
    public async Task Commit_KeyIsAbsent_CreatesItOnce()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";

        var first = await PutIfAbsentAsync(world, key, "1");
        var second = await PutIfAbsentAsync(world, key, "2");

        Assert.True(first.Succeeded);
        Assert.False(second.Succeeded);
        var found = second.Find(key);
        Assert.NotNull(found);
        Assert.Equal("1", Encoding.UTF8.GetString(found.Value));
        Assert.Equal(first.Revision, found.CreateRevision);
        Assert.Equal(first.Revision, found.ModRevision);
    }

    [Fact]
    public async Task Commit_KeyWasModifiedSince_WritesNothing()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";
        var created = await PutIfAbsentAsync(world, key, "1");
        var changed = await PutIfAsync(
            world, new KeyModifiedAt(key, created.Revision), new PutKey(key, "2"u8.ToArray()));

        var late = await PutIfAsync(world, new KeyModifiedAt(key, created.Revision), new PutKey(key, "3"u8.ToArray()));
        var fenced = await PutIfAsync(world, new KeyCreatedAt(key, created.Revision), new PutKey(key, "4"u8.ToArray()));

        Assert.True(changed.Succeeded);
        Assert.False(late.Succeeded);
        Assert.True(fenced.Succeeded);
        var pair = Assert.Single((await ListAsync(world)).Pairs);
        Assert.Equal("4", Encoding.UTF8.GetString(pair.Value));
        Assert.Equal((created.Revision, fenced.Revision), (pair.CreateRevision, pair.ModRevision));
    }

    [Fact]
    public async Task Commit_DeletedAndCreatedAnew_HasAnotherCreation()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";
        var first = await PutIfAbsentAsync(world, key, "1");
        await PutIfAsync(world, new KeyCreatedAt(key, first.Revision), new DeleteKey(key));
        var second = await PutIfAbsentAsync(world, key, "2");

        var late = await PutIfAsync(world, new KeyCreatedAt(key, first.Revision), new DeleteKey(key));

        Assert.True(second.Succeeded);
        Assert.False(late.Succeeded);
        Assert.Single((await ListAsync(world)).Pairs);
    }

    [Fact]
    public async Task Range_OfPrefix_HoldsItsKeysInOrderAndNoOthers()
    {
        await using var world = await CreateAsync();
        var prefix = world.Prefix + "r/";
        foreach (var key in new[] { "r/b", "r/a", "r", "r0", "r/", "q" })
        {
            await PutIfAbsentAsync(world, world.Prefix + key, string.Empty);
        }

        var listing = await world.Etcd.RangeAsync(EtcdRange.Under(prefix), Cancellation);
        var one = await world.Etcd.RangeAsync(EtcdRange.Of(prefix + "a"), Cancellation);

        Assert.Equal([prefix, prefix + "a", prefix + "b"], listing.Pairs.Select(pair => pair.Key));
        Assert.All(listing.Pairs, pair => Assert.Empty(pair.Value));
        Assert.All(listing.Pairs, pair => Assert.InRange(pair.ModRevision, 1, listing.Revision));
        Assert.Equal(prefix + "a", Assert.Single(one.Pairs).Key);
    }

    [Fact]
    public async Task Lease_IsRevoked_TakesItsKeysWithIt()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";
        var lease = await world.Etcd.GrantAsync(TimeSpan.FromSeconds(60), Cancellation);
        await PutIfAsync(world, EtcdComparison.Absent(key), new PutKey(key, "1"u8.ToArray(), lease.Id));
        var held = Assert.Single((await ListAsync(world)).Pairs);
        var alive = await world.Etcd.KeepAliveAsync(lease.Id, Cancellation);

        await world.Etcd.RevokeAsync(lease.Id, Cancellation);
        await world.Etcd.RevokeAsync(lease.Id, Cancellation);

        Assert.Equal(lease.Id, held.Lease);
        Assert.Equal(lease.TimeToLive, alive);
        Assert.Empty((await ListAsync(world)).Pairs);
        Assert.Null(await world.Etcd.KeepAliveAsync(lease.Id, Cancellation));
        var fault = await Assert.ThrowsAsync<CoordinationException>(
            () => PutIfAsync(world, EtcdComparison.Absent(key), new PutKey(key, [], lease.Id)));
        Assert.Equal(CoordinationFault.Fenced, fault.Fault);
        Assert.Empty((await ListAsync(world)).Pairs);
    }

    [Fact]
    public async Task Lease_RunsOut_ShowsAsDeletion()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";
        var lease = await world.Etcd.GrantAsync(TimeSpan.FromSeconds(2), Cancellation);
        var put = await PutIfAsync(world, EtcdComparison.Absent(key), new PutKey(key, [], lease.Id));
        using var watch = Watch(world, put.Revision + 1);

        world.Pass(lease.TimeToLive + TimeSpan.FromSeconds(1));

        var change = await watch.NextAsync();
        Assert.Equal((key, true), (change.Pair.Key, change.IsDeleted));
        Assert.Null(await world.Etcd.KeepAliveAsync(lease.Id, Cancellation));
    }

    [Fact]
    public async Task Watch_FromARevision_ReportsEveryChangeSince()
    {
        await using var world = await CreateAsync();
        var (first, second) = (world.Prefix + "a", world.Prefix + "b");
        var before = await PutIfAbsentAsync(world, first, "1");
        var missed = await PutIfAbsentAsync(world, second, "2");
        using var watch = Watch(world, before.Revision + 1);

        var seen = await watch.NextAsync();
        var outcome = await world.Etcd.CommitAsync(
            new EtcdTransaction(
                [EtcdComparison.Absent(world.Prefix + "c")],
                [new DeleteKey(first), new PutKey(second, "3"u8.ToArray())],
                []),
            Cancellation);
        var (third, fourth) = (await watch.NextAsync(), await watch.NextAsync());

        Assert.Equal((second, missed.Revision, false), (seen.Pair.Key, seen.Pair.ModRevision, seen.IsDeleted));
        Assert.Equal((first, outcome.Revision, true), (third.Pair.Key, third.Pair.ModRevision, third.IsDeleted));
        Assert.Equal((second, outcome.Revision, false), (fourth.Pair.Key, fourth.Pair.ModRevision, fourth.IsDeleted));
        Assert.Equal("3", Encoding.UTF8.GetString(fourth.Pair.Value));
    }

    [Fact]
    public async Task Watch_FromAForgottenRevision_SaysSo()
    {
        await using var world = await CreateAsync();
        var key = world.Prefix + "a";
        var first = await PutIfAbsentAsync(world, key, "1");
        var last = await PutIfAsync(
            world, new KeyCreatedAt(key, first.Revision), new PutKey(key, "2"u8.ToArray()));
        await PutIfAbsentAsync(world, world.Prefix + "b", "3");
        await world.CompactAsync(last.Revision);

        var end = await world.Etcd
            .WatchAsync(EtcdRange.Under(world.Prefix), first.Revision, _ => { }, Cancellation)
            .Within("the watch's end");

        Assert.Equal(EtcdWatchEnd.Compacted, end);
    }

    [Fact]
    public async Task Watch_IsCancelled_Ends()
    {
        await using var world = await CreateAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var watch = world.Etcd.WatchAsync(EtcdRange.Under(world.Prefix), 1, _ => { }, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.Within("the watch's end"));
    }

    private static Task<EtcdOutcome> PutIfAbsentAsync(IEtcdWorld world, string key, string value) => PutIfAsync(
        world, EtcdComparison.Absent(key), new PutKey(key, Encoding.UTF8.GetBytes(value)));

    private static Task<EtcdOutcome> PutIfAsync(IEtcdWorld world, EtcdComparison condition, EtcdOperation then) =>
        world.Etcd.CommitAsync(new EtcdTransaction([condition], [then], [new ReadKey(condition.Key)]), Cancellation);

    private static Task<EtcdListing> ListAsync(IEtcdWorld world) =>
        world.Etcd.RangeAsync(EtcdRange.Under(world.Prefix), Cancellation);

    private static Watching Watch(IEtcdWorld world, long revision) => new(world, revision);

    private sealed class Watching : IDisposable
    {
        private readonly CancellationTokenSource _cancel = new();
        private readonly Channel<EtcdChange> _changes = Channel.CreateUnbounded<EtcdChange>();

        public Watching(IEtcdWorld world, long revision) => _ = FollowAsync(world.Etcd, world.Prefix, revision);

        public Task<EtcdChange> NextAsync() => _changes.Reader.ReadAsync(Cancellation).AsTask().Within("a change");

        public void Dispose()
        {
            _cancel.Cancel();
            _cancel.Dispose();
        }

        private async Task FollowAsync(IEtcd etcd, string prefix, long revision)
        {
            try
            {
                var end = await etcd.WatchAsync(EtcdRange.Under(prefix), revision, Take, _cancel.Token);
                _changes.Writer.TryComplete(new InvalidOperationException($"the watch ended: {end}"));
            }
            catch (Exception error)
            {
                _changes.Writer.TryComplete(error);
            }
        }

        private void Take(IReadOnlyList<EtcdChange> changes)
        {
            foreach (var change in changes)
            {
                _changes.Writer.TryWrite(change);
            }
        }
    }
}
