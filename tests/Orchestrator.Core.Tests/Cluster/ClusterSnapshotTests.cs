using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class ClusterSnapshotTests
{
    [Theory]
    [InlineData(5, 4, true)]
    [InlineData(5, 5, false)]
    [InlineData(4, 5, false)]
    public void IsSuccessorTo_Revisions_OnlyTheHigherIs(long revision, long other, bool successor) =>
        Assert.Equal(successor, new ClusterSnapshot(revision).IsSuccessorTo(new ClusterSnapshot(other)));

    [Fact]
    public void UnreachableSince_MemberReturns_IsForgotten()
    {
        var away = Branch.Snapshot(1, 4, Branch.Member('a', null), Branch.Member('b', Branch.Offers(4)));
        var back = Branch.Snapshot(2, 4, Branch.Member('a', Branch.Offers(4)), Branch.Member('b', null));

        var seen = UnreachableSince.Nobody
            .Observe(away, TimeSpan.FromSeconds(10)).Observe(away, TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(15), seen.For(TimeSpan.FromSeconds(25))[Branch.Node('a')]);
        Assert.Equal(TimeSpan.FromSeconds(40), seen.NextAfter(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(25)));
        Assert.Null(seen.NextAfter(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(40)));

        seen = seen.Observe(back, TimeSpan.FromSeconds(30));
        Assert.Equal([Branch.Node('b')], seen.Moments.Keys);
    }
}
