using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class ClaimOrderTests
{
    [Fact]
    public void Of_SeveralNodes_OwnFirstThenMostClean() => Assert.Equal("b d c a", Order(
        Branch.Member('a', Branch.Offers(8, clean: 1)),
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

    [Fact]
    public void Of_NodesWithEquallyMany_DiffersFromAskerToAsker()
    {
        var branch = Many(50);

        var first = branch.Members.TakingClaims.Select(own => ClaimOrder.Of(Branch.Pool, own, branch)[1]).ToHashSet();

        Assert.All(first, node => Assert.Contains(node, branch.Members.TakingClaims));
        Assert.InRange(first.Count, 20, 50);
        Assert.Equal(ClaimOrder.Of(Branch.Pool, Node(7), branch), ClaimOrder.Of(Branch.Pool, Node(7), branch));
    }

    [Fact]
    public void Nearest_SmallBranch_IsAllOthers() => Assert.Equal(
        [Node(1), Node(3), Node(4)], ClaimOrder.Nearest(Node(2), Many(4).Members.TakingClaims, countMax: 4));

    [Fact]
    public void Nearest_LargeBranch_IsAFewThatMostlyStayWhenOneGoes()
    {
        var members = Many(50).Members.TakingClaims;

        List<NodeName> nearest = [.. ClaimOrder.Nearest(Node(2), members, countMax: 8)];
        List<NodeName> later = [.. ClaimOrder.Nearest(Node(2), members.Remove(nearest[3]), countMax: 8)];

        Assert.Equal(8, nearest.Distinct().Count());
        Assert.DoesNotContain(Node(2), nearest);
        Assert.Equal(nearest.Where(node => node != nearest[3]), later.Take(7));
    }

    private static NodeName Node(int number) => NodeName.Parse($"n{number:00}");

    /// <summary>Nodes n01, n02 … with one clean machine each.</summary>
    private static ClusterSnapshot Many(int nodes) => Branch.Snapshot(1, nodes) with
    {
        Members = BranchMembers.Of(Enumerable.Range(1, nodes).Select(number =>
            new BranchMember(new MemberState(Node(number), MemberStatus.Up, 1), 1, Branch.Offers(1, clean: 1)))),
    };

    private static string Order(params BranchMember[] members) => string.Join(
        ' ', ClaimOrder.Of(Branch.Pool, Branch.Node('b'), Branch.Snapshot(1, 8, members)));
}
