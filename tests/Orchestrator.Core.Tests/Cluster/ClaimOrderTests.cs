using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class ClaimOrderTests
{
    [Fact]
    public void Of_SeveralNodes_OwnFirstThenMostClean() => Assert.Equal("b d a c", Order(
        Branch.Member('a', Branch.Offers(8, clean: 2)),
        Branch.Member('b', Branch.Offers(8, clean: 0)),
        Branch.Member('c', Branch.Offers(8, clean: 2)),
        Branch.Member('d', Branch.Offers(8, clean: 5))));

    [Fact]
    public void Of_NodesThatCannotServe_LeavesThemOut() => Assert.Equal("b", Order(
        Branch.Member('a', null),
        Branch.Member('b', Branch.Offers(8)),
        Branch.Member('c', Branch.Offers(8, clean: 0)),
        Branch.Member('d', Branch.Offers(8, clean: 3) with { IsDraining = true }),
        Branch.Member('e', Branch.Offers(8, clean: 3), MemberStatus.Leaving),
        Branch.Member('f', Branch.Offers(8, clean: 3), MemberStatus.Joining)));

    private static string Order(params BranchMember[] members) => string.Join(
        ' ', ClaimOrder.Of(Branch.Pool, Branch.Node('b'), Branch.Snapshot(1, 8, members)));
}
