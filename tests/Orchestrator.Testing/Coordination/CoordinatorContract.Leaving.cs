using Orchestrator.Core.Cluster;

namespace Orchestrator.Testing.Coordination;

/// <content>Members that leave, and members that are given up.</content>
public abstract partial class CoordinatorContract
{
    [Fact]
    public async Task C15_MemberThatCanBeReached_IsNotDowned()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, alpha);

        var refused = await alpha.ChangeMemberAsync(Beta, new DownMember(), null, Cancellation);
        await beta.WithdrawAsync(Cancellation);
        await view.SeeAsync("beta gone", snapshot => snapshot.Find(Beta) is { IsReachable: false });
        var downed = await alpha.ChangeMemberAsync(Beta, new DownMember(), null, Cancellation);

        Assert.Equal((MemberStatus.Joining, true), (refused.State.Status, refused.IsRefused));
        Assert.Equal((MemberStatus.Down, false), (downed.State.Status, downed.IsRefused));
        await view.SeeAsync("beta down", snapshot => Status(snapshot, Beta) == MemberStatus.Down);
    }

    /// <summary>Who left is forgotten, and its deadline and what it has left are what everybody sees.</summary>
    [Fact]
    public async Task C03_MemberThatLeft_IsForgotten()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, alpha);

        var within = TimeSpan.FromMinutes(10);
        await alpha.ChangeMemberAsync(Beta, new LeaveBranch(within), null, Cancellation);
        await beta.AnnounceAsync(Announcement(clean: 0) with { Machines = 3, Sessions = 2 }, Cancellation);
        await view.SeeAsync("beta leaving", snapshot => snapshot.Find(Beta) is
            { State: { Status: MemberStatus.Leaving } state, Announcement: { Machines: 3, Sessions: 2 } }
            && state.LeaveWithin == within);
        await beta.ChangeMemberAsync(Beta, new ReportDrained(), null, Cancellation);
        await alpha.ChangeMemberAsync(Beta, new RemoveMember(), null, Cancellation);
        await view.SeeAsync("beta unknown", snapshot => snapshot.Find(Beta)?.State == MemberState.Unknown(Beta));
        await beta.WithdrawAsync(Cancellation);

        await view.SeeAsync("beta forgotten", snapshot => snapshot.Find(Beta) is null);
    }
}
