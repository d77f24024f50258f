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

    private static BranchWaiter Waiter(NodeName node, ulong session, long arrival) =>
        new(node, new SessionId(session), arrival);
}
