using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class ShardTests
{
    /// <summary>Golden: an entity that changed its shard between two versions would have two owners while both
    /// run.</summary>
    [Theory]
    [InlineData("desktop/anna", 59)]
    [InlineData("desktop/boris", 38)]
    [InlineData("image/kiosks", 26)]
    [InlineData("", 38)]
    public void OfEntity_Key_IsTheSameForEver(string key, int shard) =>
        Assert.Equal(shard, ShardId.OfEntity(key).Number);

    [Fact]
    public void OfEntity_ManyKeys_UseEveryShardAlike()
    {
        var counts = Enumerable.Range(0, 6_400).CountBy(key => ShardId.OfEntity($"desktop/{key}")).ToList();

        Assert.Equal(ShardId.Count, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 50, 150));
    }

    [Fact]
    public void OwnerOf_NodeGone_MovesItsShardsOnly() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(Gen.Choose(2, 7).ToArbitrary(), count =>
        {
            var nodes = Enumerable.Range(0, count).Select(index => Branch.Node((char)('a' + index))).ToList();
            return nodes.All(gone => ShardId.All.All(shard =>
                ShardPlacement.OwnerOf(shard, nodes) is var owner
                && (owner == gone || ShardPlacement.OwnerOf(shard, nodes.Where(node => node != gone)) == owner)));
        }));

    [Fact]
    public void OwnerOf_SeveralNodes_EachHasAShare()
    {
        var nodes = "abc".Select(Branch.Node).ToList();
        var counts = ShardId.All.CountBy(shard => ShardPlacement.OwnerOf(shard, nodes)!.Value).ToList();

        Assert.Equal(3, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 10, 33));
    }

    [Fact]
    public void OwnerOf_Nobody_IsNull() => Assert.Null(ShardPlacement.OwnerOf(ShardId.Of(1), []));

    [Fact]
    public void Epoch_LowerThanTheHighestSeen_IsFenced()
    {
        Assert.True(new Epoch(4).IsFencedBy(new Epoch(5)));
        Assert.False(new Epoch(5).IsFencedBy(new Epoch(5)));
        Assert.False(new Epoch(6).IsFencedBy(new Epoch(5)));
    }
}
