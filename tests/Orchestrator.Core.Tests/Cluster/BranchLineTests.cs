using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class BranchLineTests
{
    private static readonly NodeName Alpha = NodeName.Parse("alpha");
    private static readonly NodeName Beta = NodeName.Parse("beta");

    private static readonly BranchLine Line = new(
        [Waiter(Beta, 7, arrival: 12), Waiter(Alpha, 9, arrival: 10), Waiter(Beta, 3, arrival: 12)]);

    [Fact]
    public void Waiting_StandsByArrivalThenById() =>
        Assert.Equal([9, 3, 7], Line.Waiting.Select(one => one.Session.Value));

    [Fact]
    public void OthersBefore_LeavesTheOwnNodeOut()
    {
        Assert.Empty(Line.OthersBefore(Alpha, new SessionId(9)));
        Assert.Single(Line.OthersBefore(Beta, new SessionId(3)));
        Assert.Single(Line.OthersBefore(Beta, new SessionId(7)));
    }

    [Fact]
    public void OthersBefore_WhoHasNotJoined_StandsBehindAll()
    {
        Assert.Equal(2, Line.OthersBefore(Alpha, new SessionId(1)).Count);
        Assert.Single(Line.OthersBefore(Beta, new SessionId(1)));
        Assert.Empty(BranchLine.Empty.OthersBefore(Alpha, new SessionId(1)));
    }

    [Fact]
    public void WithAndWithout_AnyOrder_IsTheLineOfThoseThatAreLeft()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var left = new Dictionary<(NodeName, SessionId), BranchWaiter>();
        var line = BranchLine.Empty;
        for (var i = 0; i < 1_000; i++)
        {
            var waiter = Waiter(random.Next(2) == 0 ? Alpha : Beta, (ulong)random.Next(1, 9), random.Next(1, 4));
            if (random.Next(3) == 0)
            {
                left.Remove((waiter.Node, waiter.Session));
                line = line.Without(waiter.Node, waiter.Session);
            }
            else
            {
                left[(waiter.Node, waiter.Session)] = waiter;
                line = line.With(waiter);
            }

            Assert.True(new BranchLine(left.Values).Waiting.SequenceEqual(line.Waiting), $"seed {seed}");
        }
    }

    private static BranchWaiter Waiter(NodeName node, ulong session, long arrival) =>
        new(node, new SessionId(session), arrival);
}
