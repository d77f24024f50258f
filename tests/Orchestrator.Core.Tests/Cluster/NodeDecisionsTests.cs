using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using static Orchestrator.Core.Cluster.MemberStatus;

namespace Orchestrator.Core.Tests.Cluster;

public sealed class NodeDecisionsTests
{
    private static readonly NodeAnnouncement Own = Branch.Offers(4);

    [Fact]
    public void Next_NoLease_Announces() =>
        Assert.Equal(new Announce(Own), NodeDecisions.Next(View(Up) with { HoldsLease = false }));

    [Fact]
    public void Next_SomethingNewToSay_Announces() =>
        Assert.Equal(new Announce(Own), NodeDecisions.Next(View(Up) with { Announced = Branch.Offers(4, clean: 1) }));

    [Fact]
    public void Next_StoreWasNotReadYet_IsNothing() =>
        Assert.Null(NodeDecisions.Next(View(Up) with { Snapshot = ClusterSnapshot.None }));

    [Fact]
    public void Next_NeverAMember_Joins()
    {
        var member = Branch.Member('a', Own, Removed) with
        {
            State = MemberState.Unknown(Branch.Node('a')), StateRevision = 0,
        };

        Assert.Equal(
            new ChangeOwnMember(new JoinBranch(1), 0),
            NodeDecisions.Next(View(member) with { IsEmpty = false }));
    }

    [Fact]
    public void Next_WasForgottenWithMachines_WipesThemBeforeItJoins()
    {
        Assert.Equal(new WipeMachines(), NodeDecisions.Next(View(Removed) with { IsEmpty = false }));
        Assert.Equal(new ChangeOwnMember(new JoinBranch(2), 'a'), NodeDecisions.Next(View(Removed)));
    }

    [Fact]
    public void Next_WasGivenUp_WipesAndWaitsToBeForgotten()
    {
        Assert.Equal(new WipeMachines(), NodeDecisions.Next(View(Down) with { IsEmpty = false }));
        Assert.Null(NodeDecisions.Next(View(Down)));
    }

    [Fact]
    public void Next_Leaving_ReportsOnceNothingIsLeft()
    {
        Assert.Null(NodeDecisions.Next(View(Leaving) with { IsEmpty = false }));
        Assert.Equal(new ChangeOwnMember(new ReportDrained(), 'a'), NodeDecisions.Next(View(Leaving)));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void Next_LeavingWithADeadline_EndsWhatRuns(int seconds, bool ends)
    {
        var member = Branch.Member('a', Own, Leaving);
        member = member with { State = member.State with { LeaveWithin = TimeSpan.FromMinutes(1) } };
        var view = View(member) with { IsEmpty = false, LeavingFor = TimeSpan.FromSeconds(seconds) };

        Assert.Equal(ends ? new WipeMachines() : null, NodeDecisions.Next(view));
    }

    [Theory]
    [InlineData(Joining, 1, false, Admission.Open)]
    [InlineData(Up, 1, true, Admission.Open)]
    [InlineData(Leaving, 1, true, Admission.Elsewhere)]
    [InlineData(Leaving, 1, false, Admission.Closed)]
    [InlineData(Exiting, 1, false, Admission.Closed)]
    [InlineData(Down, 1, true, Admission.Closed)]
    [InlineData(Removed, 1, true, Admission.Closed)]
    [InlineData(Removed, 0, true, Admission.Open)]
    public void AdmissionOf_EachStatus_IsAsTheTableSays(
        MemberStatus status, long incarnation, bool holdsMachines, Admission admission)
    {
        var state = new MemberState(Branch.Node('a'), status, incarnation);

        Assert.Equal(admission, NodeDecisions.AdmissionOf(state, hasLeft: false, holdsMachines));
        Assert.Equal(Admission.Closed, NodeDecisions.AdmissionOf(state, hasLeft: true, holdsMachines));
    }

    [Fact]
    public void AdmissionOf_BranchNotRead_IsOpen() =>
        Assert.Equal(Admission.Open, NodeDecisions.AdmissionOf(null, hasLeft: false, holdsMachines: false));

    [Fact]
    public void Next_HasLeft_GivesItsLeaseBackAndRests()
    {
        Assert.Equal(new Withdraw(), NodeDecisions.Next(View(Removed) with { HasLeft = true }));
        Assert.Null(NodeDecisions.Next(View(Removed) with { HasLeft = true, HoldsLease = false }));
    }

    [Fact]
    public void Next_PoolThatTheBranchDoesNotKnow_IsDefined()
    {
        var other = Branch.Definition(3, "other");

        Assert.Equal(
            new DefineNewPool(other),
            NodeDecisions.Next(View(Up) with { Pools = [Branch.Definition(9), other] }));
    }

    [Theory]
    [InlineData(Joining, true)]
    [InlineData(Up, true)]
    [InlineData(Exiting, true)]
    [InlineData(Down, false)]
    public void Next_NobodyCoordinates_CampaignsUnlessDown(MemberStatus status, bool campaigns)
    {
        var view = View(status);
        var step = NodeDecisions.Next(view with { Snapshot = view.Snapshot with { Coordinator = null } });

        Assert.Equal(campaigns ? new Campaign() : null, step);
    }

    [Fact]
    public void Next_Coordinator_WritesInTheTermThatItSaw()
    {
        var step = Assert.IsType<Coordinate>(NodeDecisions.Next(View(Up)));

        Assert.Equal(new CoordinatorTerm(Branch.Node('a'), new Epoch(1)), step.Term);
        Assert.Equal(Branch.Plan(('a', 2)), Assert.IsType<ReplacePlan>(step.Step).Plan);
    }

    private static NodeView View(MemberStatus status) => View(Branch.Member('a', Own, status));

    private static NodeView View(BranchMember own)
    {
        var snapshot = Branch.Snapshot(9, 2, own);
        return new NodeView(own.Node, snapshot with { Coordinator = CoordinatorOf(own, snapshot) }, Own)
        {
            HoldsLease = true,
            Announced = Branch.Offers(4),
            IsEmpty = true,
            ReplanAfter = TimeSpan.FromSeconds(3),
        };
    }

    /// <summary>Only a member that is up coordinates here, so that the other cases show the node's own steps.</summary>
    private static CoordinatorTerm? CoordinatorOf(BranchMember own, ClusterSnapshot snapshot) =>
        own.State.Status == Up ? snapshot.Coordinator : new CoordinatorTerm(Branch.Node('z'), new Epoch(1));
}
