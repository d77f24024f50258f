using Orchestrator.Core.Cluster;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class BranchMembersTests
{
    [Fact]
    public void With_AnyChanges_TheSetsSayWhatTheMembersDo()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var members = BranchMembers.Nobody;
        for (var i = 0; i < 2_000; i++)
        {
            var letter = (char)('a' + random.Next(8));
            members = random.Next(4) == 0 ? members.Without(Branch.Node(letter)) : members.With(Any(random, letter));

            AssertSet($"seed {seed}", members, members.TakingClaims, member => member.TakesClaims);
            AssertSet($"seed {seed}", members, members.GivenUp, member => member.IsGivenUp);
            AssertSet($"seed {seed}", members, members.Unreachable, member =>
                !member.IsReachable && member.State.Status != MemberStatus.Removed);
        }
    }

    [Fact]
    public void With_OtherCounts_KeepsTheSetOfThoseThatTakeClaims()
    {
        var before = BranchMembers.Of(
            Branch.Member('a', Branch.Offers(4, clean: 1)), Branch.Member('b', Branch.Offers(4, clean: 3)));
        var after = before.With(Branch.Member('a', Branch.Offers(4, clean: 4)));

        Assert.Same(before.TakingClaims, after.TakingClaims);
        Assert.Equal(3, after.CleanMachinesOfOthers(Branch.Pool, Branch.Node('a')));
        Assert.Equal(4, after.CleanMachinesOfOthers(Branch.Pool, Branch.Node('b')));
    }

    private static BranchMember Any(Random random, char letter) => Branch.Member(
        letter,
        random.Next(2) == 0 ? null : Branch.Offers(4) with { IsDraining = random.Next(2) == 0 },
        random.GetItems(Enum.GetValues<MemberStatus>(), 1)[0]);

    private static void AssertSet(
        string origin, BranchMembers members, IEnumerable<NodeName> set, Func<BranchMember, bool> isIn) => Assert.True(
        members.Values.Where(isIn).Select(member => member.Node).SequenceEqual(set), origin);
}
