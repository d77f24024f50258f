using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Branch;

/// <summary>One node whose way to the store is bad, in ways that a real one cannot be brought to at will.</summary>
public sealed class FaultyConnectionTests
{
    private static readonly NodeName Alpha = NodeName.Parse("alpha");

    private static readonly NodeAnnouncement Announcement = new("alpha:5907", "1", new NodeCapacity(64, 8, 16));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_GoesSilent_ChangesAreReadAnyway()
    {
        await using var world = new SimulatedCoordinatorWorld();
        var connection = world.Store.Connect();
        await using var beta = world.Start("beta", "server-2", connection);
        await using var alpha = world.Start("alpha", "server-1");
        using var view = new BranchView(world, beta);
        connection.IsSilent = true;

        await alpha.AnnounceAsync(Announcement, Cancellation);

        Assert.Null(beta.Snapshot.Find(Alpha));
        await view.SeeAsync("alpha", snapshot => snapshot.Find(Alpha) is { IsReachable: true });
        Assert.Equal(0, view.Count<StoreLost>());
        Assert.Empty(view.Violations);
    }

    [Fact]
    public async Task Announcement_AnswerIsLost_SucceedsWhenRepeated()
    {
        await using var world = new SimulatedCoordinatorWorld();
        var connection = world.Store.Connect();
        await using var alpha = world.Start("alpha", "server-1", connection);
        connection.LosesNextAnswer = true;

        var fault = await Assert.ThrowsAsync<CoordinationException>(
            () => alpha.AnnounceAsync(Announcement, Cancellation));
        var heldAfterwards = alpha.HoldsLease;
        await alpha.AnnounceAsync(Announcement, Cancellation);

        Assert.Equal(CoordinationFault.Overdue, fault.Fault);
        Assert.False(heldAfterwards);
        Assert.True(alpha.HoldsLease);
        await alpha.ChangeMemberAsync(Alpha, new JoinBranch(1), null, Cancellation);
    }

    [Fact]
    public async Task Announcement_ArrivesAfterItsSuccessor_IsNotWritten()
    {
        await using var world = new SimulatedCoordinatorWorld();
        var connection = world.Store.Connect();
        await using var alpha = world.Start("alpha", "server-1", connection);
        await alpha.AnnounceAsync(Announcement, Cancellation);
        connection.DelaysNextRequest = true;
        await Assert.ThrowsAsync<CoordinationException>(
            () => alpha.AnnounceAsync(Announcement with { Machines = 1 }, Cancellation));
        await alpha.AnnounceAsync(Announcement with { Machines = 2 }, Cancellation);

        connection.Arrive();

        await using var beta = world.Start("beta", "server-2");
        using var view = new BranchView(world, beta);
        var seen = await view.SeeAsync("alpha", snapshot => snapshot.Find(Alpha) is not null);
        Assert.Equal(2, seen.Find(Alpha)!.Announcement!.Machines);
    }

    [Fact]
    public async Task Campaign_AnswerIsLost_ShowsTheOwnTermWhenRepeated()
    {
        await using var world = new SimulatedCoordinatorWorld();
        var connection = world.Store.Connect();
        await using var alpha = world.Start("alpha", "server-1", connection);
        await alpha.AnnounceAsync(Announcement, Cancellation);
        connection.LosesNextAnswer = true;

        await Assert.ThrowsAsync<CoordinationException>(() => alpha.CampaignAsync(Cancellation));
        var term = await alpha.CampaignAsync(Cancellation);

        Assert.Equal(Alpha, term.Node);
        Assert.Equal(term, alpha.Snapshot.Coordinator);
        await alpha.WritePlanAsync(term, SlotPlan.Empty, 0, Cancellation);
    }

    [Fact]
    public async Task Node_IsCutOff_IsFencedAndTheOthersSeeIt()
    {
        await using var world = new SimulatedCoordinatorWorld();
        var connection = world.Store.Connect();
        await using var alpha = world.Start("alpha", "server-1", connection);
        await using var beta = world.Start("beta", "server-2");
        using var cut = new BranchView(world, alpha);
        using var whole = new BranchView(world, beta);
        await alpha.AnnounceAsync(Announcement, Cancellation);
        await beta.AnnounceAsync(Announcement, Cancellation);
        var term = await alpha.CampaignAsync(Cancellation);

        connection.IsCut = true;
        await cut.SeeAsync<LeaseLost>();
        var coordinatorWhenLost = beta.Snapshot.Coordinator;
        await whole.SeeAsync("no coordinator", snapshot => snapshot.Coordinator is null);
        await beta.CampaignAsync(Cancellation);
        connection.IsCut = false;
        var late = await Assert.ThrowsAsync<CoordinationException>(
            () => alpha.WritePlanAsync(term, SlotPlan.Empty, 0, Cancellation));

        // The node's own clock ran out first: nobody else acts while it still believes to.
        Assert.Equal(term, coordinatorWhenLost);
        Assert.Equal(CoordinationFault.Fenced, late.Fault);
        await cut.SeeAsync("beta coordinates", snapshot => snapshot.Coordinator?.Node == beta.Node);
        Assert.Equal(1, cut.Count<StoreReturned>());
    }
}
