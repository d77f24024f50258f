using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Core.Cluster;
using static Orchestrator.Core.Cluster.MemberStatus;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class ClusterDecisionsTests
{
    private const int CasesMax = 1_000;

    /// <summary>A branch of seven nodes settles within a step for each status that each can pass, and a plan
    /// between.</summary>
    private const int StepsMax = 7 * 3 * 2;

    private static readonly TimeSpan ReplanAfter = TimeSpan.FromSeconds(10);

    private static readonly Dictionary<NodeName, TimeSpan> JustNow = [];

    [Fact]
    public void NextStep_NotTheCoordinator_IsNothing() => Assert.Null(ClusterDecisions.NextStep(
        Branch.Snapshot(1, 4, Branch.Member('a', Branch.Offers(4))), Branch.Node('b'), JustNow, ReplanAfter));

    [Fact]
    public void NextStep_JoiningMember_IsConfirmed()
    {
        var step = Next(Branch.Snapshot(1, 4, Branch.Member('b', Branch.Offers(4), Joining)));

        Assert.Equal(new ChangeMember(Branch.Node('b'), new ConfirmUp(), 'b'), step);
    }

    [Fact]
    public void NextStep_JoiningMemberNotHere_WaitsForIt() =>
        Assert.Null(Next(Branch.Snapshot(1, 4, Branch.Member('b', null, Joining))));

    [Fact]
    public void NextStep_NoPlanYet_WritesOne()
    {
        var step = Next(Branch.Snapshot(1, 4, Branch.Member('a', Branch.Offers(4)), Branch.Member('b',
            Branch.Offers(4))));

        Assert.Equal(new ReplacePlan(Branch.Plan(('a', 2), ('b', 2)), 0), step);
    }

    [Fact]
    public void NextStep_MemberAwayForAMoment_PlansNothing()
    {
        var snapshot = Planned(Branch.Member('a', Branch.Offers(4)), Branch.Member('b', null));

        Assert.Null(ClusterDecisions.NextStep(snapshot, Branch.Node('a'), Away('b', 9), ReplanAfter));
    }

    [Fact]
    public void NextStep_MemberAwayTooLong_PlansAroundIt()
    {
        var snapshot = Planned(Branch.Member('a', Branch.Offers(4)), Branch.Member('b', null));

        var step = ClusterDecisions.NextStep(snapshot, Branch.Node('a'), Away('b', 10), ReplanAfter);

        Assert.Equal(new ReplacePlan(Branch.Plan(('a', 4)), 9), step);
    }

    [Theory]
    [InlineData(Down)]
    [InlineData(Exiting)]
    public void NextStep_MemberGivenUp_LeavesThePlanFirst(MemberStatus status)
    {
        var snapshot = Planned(Branch.Member('a', Branch.Offers(4)), Branch.Member('b', null, status));
        var plan = Assert.IsType<ReplacePlan>(Next(snapshot));
        Assert.Equal(0, plan.Plan.SlotsOn(Branch.Node('b')));

        var step = Next(snapshot with { Plan = plan.Plan });

        Assert.Equal(new ChangeMember(Branch.Node('b'), new RemoveMember(), 'b'), step);
    }

    [Fact]
    public void NextStep_DrainingMember_LosesItsSlots()
    {
        var draining = Branch.Offers(4) with { IsDraining = true };
        var step = Next(Planned(Branch.Member('a', Branch.Offers(4)), Branch.Member('b', draining)));

        Assert.Equal(Branch.Plan(('a', 4)), Assert.IsType<ReplacePlan>(step).Plan);
    }

    [Fact]
    public void NextStep_AnyBranch_ConvergesAndStays() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(CasesMax),
        Prop.ForAll(AnyBranch().ToArbitrary(), snapshot =>
        {
            for (var steps = 0; steps < StepsMax; steps++)
            {
                if (Next(snapshot) is not { } step)
                {
                    return IsSettled(snapshot);
                }

                snapshot = Write(snapshot, step);
            }

            return false;
        }));

    private static ClusterStep? Next(ClusterSnapshot snapshot) =>
        ClusterDecisions.NextStep(snapshot, Branch.Node('a'), JustNow, ReplanAfter);

    private static ClusterSnapshot Planned(params BranchMember[] members) =>
        Branch.Snapshot(1, 4, members) with { Plan = Branch.Plan(('a', 2), ('b', 2)), PlanRevision = 9 };

    private static Dictionary<NodeName, TimeSpan> Away(char node, int seconds) =>
        new() { [Branch.Node(node)] = TimeSpan.FromSeconds(seconds) };

    private static ClusterSnapshot Write(ClusterSnapshot snapshot, ClusterStep step)
    {
        var revision = snapshot.Revision + 1;
        switch (step)
        {
            case ReplacePlan plan:
                Assert.Equal(snapshot.PlanRevision, plan.SeenRevision);
                return snapshot with { Revision = revision, Plan = plan.Plan, PlanRevision = revision };
            case ChangeMember change:
                var member = snapshot.Members[change.Node];
                Assert.Equal(member.StateRevision, change.SeenRevision);
                var decision = Member.Decide(member.State, change.Command);
                Assert.NotEmpty(decision.Events);
                var state = decision.Events.Aggregate(member.State, Member.Apply);
                return snapshot with
                {
                    Revision = revision,
                    Members = snapshot.Members.With(member with { State = state, StateRevision = revision }),
                };
            default:
                throw new InvalidOperationException($"unknown step {step}");
        }
    }

    private static bool IsSettled(ClusterSnapshot snapshot) =>
        snapshot.Members.Values.All(member => member.State.Status switch
        {
            Joining => !member.IsReachable,
            Exiting or Down => false,
            _ => true,
        })
        && snapshot.Plan.Entries.All(entry => snapshot.Members[entry.Node].State.Status == Up);

    private static Gen<ClusterSnapshot> AnyBranch() =>
        from count in Gen.Choose(1, 7)
        from statuses in Gen.Elements(Enum.GetValues<MemberStatus>()).ArrayOf(count)
        from offers in Gen.Choose(-1, 8).ArrayOf(count)
        from held in Gen.Choose(0, 3).ArrayOf(count)
        from size in Gen.Choose(0, 30)
        select Branch.Snapshot(1, size, [.. Enumerable.Range(0, count).Select(index => Branch.Member(
            PlanCase.Letter(index), offers[index] < 0 ? null : Branch.Offers(offers[index]), statuses[index]))]) with
        {
            Plan = Branch.Plan([.. held.Select((slots, index) => (PlanCase.Letter(index), slots))]),
            PlanRevision = 1,
        };
}
