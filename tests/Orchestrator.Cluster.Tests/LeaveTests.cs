using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Tests;

/// <summary>A server that leaves its branch by an operator's order: whom it still serves, and how it ends.</summary>
public sealed class LeaveTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_FromAnotherServer_SessionsFinishAndItIsForgotten()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);
        var used = Assert.Single((await beta.SeeAsync()).Slots, slot => slot.MachineState == "inUse").Machine;

        var answer = await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        await world.UntilAsync("beta's clean machine deleted", () => beta.Machines == 1 && alpha.Machines == 4);
        await world.UntilAsync("what beta has left", () => LeftOf(alpha, beta) == (1, 1));
        Assert.Equal(used, Assert.Single((await beta.SeeAsync()).Slots).Machine);
        beta.Disconnect(1);
        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);

        Assert.Equal(OperatorVerdict.Done, answer.Verdict);
        Assert.Equal(0, beta.Machines);
        Assert.False(beta.Coordinator.HoldsLease);
        Assert.Equal("disconnected", Assert.Single((await beta.SeeAsync()).Sessions).EndReason);
    }

    [Fact]
    public async Task Leaving_KioskCalls_GetsAMachineOfAnother()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);

        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        await AdmitsAsync(world, beta, Admission.Elsewhere);
        var line = beta.Signal(2);
        await world.UntilAsync("an offer", () => line.Lines.Contains(SignalText.RuleAdded));

        Assert.Equal(alpha.Name, beta.RemoteOf(2)!.Owner);
    }

    [Fact]
    public async Task Leaving_WithClaimsOfOthers_RefusesNewOnes()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(alpha, kiosk: 1);
        await world.UseAsync(alpha, kiosk: 2);
        await world.UseAsync(alpha, kiosk: 3);
        Assert.Equal(beta.Name, alpha.RemoteOf(3)!.Owner);

        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        var line = alpha.Signal(4);
        await world.UntilAsync("an offer", () => line.Lines.Contains(SignalText.RuleAdded));
        Assert.Null(alpha.RemoteOf(4));
        Assert.Equal(MemberStatus.Leaving, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Status);
        alpha.Disconnect(3);

        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
    }

    [Fact]
    public async Task Leaving_WithoutMachines_SendsKiosksAway()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);
        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        await world.UntilAsync("all slots on alpha", () => alpha.Machines == 4 && beta.Machines == 1);
        await world.UseAsync(beta, kiosk: 2);
        Assert.NotNull(beta.RemoteOf(2));

        beta.Disconnect(1);
        await world.UntilAsync("no machine on beta", () => beta.Machines == 0);
        await AdmitsAsync(world, beta, Admission.Closed);
        var line = beta.Signal(3);
        await world.UntilAsync("an answer", () => line.IsClosed);
        Assert.Equal("REFUSED this server serves nobody now; signal another one", Assert.Single(line.Lines));
        Assert.Equal(MemberStatus.Leaving, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Status);
        Assert.NotNull(beta.RemoteOf(2));
        beta.Disconnect(2);

        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
    }

    [Fact]
    public async Task Leaving_KioskWaits_IsSentAwayAtTheEnd()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = (world.Start("alpha", 1, 2), world.Start("beta", 1, 2));
        await world.UntilAsync("a clean machine each", () => new[] { alpha, beta }.All(node =>
            node.Coordinator.Snapshot.Find(node.Name)?.CleanMachines(BranchWorld.Pool) == 1));
        await world.UseAsync(alpha, kiosk: 1);
        await world.UseAsync(beta, kiosk: 2);
        var line = beta.Signal(3);
        await world.UntilAsync(
            "it to wait", () => line.Lines.Any(text => text.StartsWith("WAIT", StringComparison.Ordinal)));

        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        beta.Disconnect(2);

        await world.UntilAsync("an answer", () => line.IsClosed);
        Assert.Equal("REFUSED this server serves nobody now; signal another one", line.Lines.Last());
        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
        Assert.Equal("serverLeft", (await beta.SeeAsync()).Sessions[0].EndReason);
    }

    [Fact]
    public async Task Leave_WithADeadline_EndsWhatStillRuns()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);

        await beta.Orders.LeaveAsync(null, TimeSpan.FromSeconds(30), Cancellation);
        await world.UntilAsync("all slots on alpha", () => alpha.Machines == 4 && beta.Machines == 1);
        await world.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal("connected", Assert.Single((await beta.SeeAsync()).Sessions).State);

        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
        Assert.Equal("cleared", Assert.Single((await beta.SeeAsync()).Sessions).EndReason);
        Assert.Equal(0, beta.Machines);
    }

    [Fact]
    public async Task Leave_OrderedAgain_TheLastDeadlineHolds()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);
        await alpha.Orders.LeaveAsync(beta.Name, TimeSpan.FromSeconds(10), Cancellation);
        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);

        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("connected", Assert.Single((await beta.SeeAsync()).Sessions).State);
        await alpha.Orders.LeaveAsync(beta.Name, TimeSpan.FromSeconds(10), Cancellation);

        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
    }

    [Fact]
    public async Task Leave_OfTheCoordinator_AnotherOneTakesOver()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var (goes, stays) = alpha.Coordinator.Snapshot.Coordinator!.Node == alpha.Name ? (alpha, beta) : (beta, alpha);

        await stays.Orders.LeaveAsync(goes.Name, null, Cancellation);

        await world.UntilAsync("it forgotten", () => stays.Coordinator.Snapshot.Find(goes.Name) is null);
        await world.UntilAsync("four machines", () => stays.Machines == 4);
        await world.UntilAsync(
            "the other to coordinate", () => stays.Coordinator.Snapshot.Coordinator?.Node == stays.Name);
    }

    [Fact]
    public async Task Node_ThatLeft_JoinsWhenItIsStartedAgain()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Null(alpha.Coordinator.Snapshot.Find(beta.Name));

        await beta.DisposeAsync();
        var again = world.Start("beta", earlier: beta);

        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && again.Machines == 2);
        await AdmitsAsync(world, again, Admission.Open);
    }

    [Fact]
    public async Task Leave_OfTheLastServer_IsRefused()
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");
        await world.UntilAsync("four machines", () => alpha.Machines == 4);

        var last = await alpha.Orders.LeaveAsync(null, null, Cancellation);
        var unknown = await alpha.Orders.LeaveAsync(NodeName.Parse("gamma"), null, Cancellation);

        Assert.Equal(OperatorVerdict.Refused, last.Verdict);
        Assert.Contains("the only one that serves kiosks", last.Detail, StringComparison.Ordinal);
        Assert.Equal(
            OperatorAnswer.Unknown("no server of the branch is named 'gamma'; servers are alpha"), unknown);
    }

    [Fact]
    public async Task Leave_OfAnUnreachableServer_IsRefused()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        beta.Connection.IsCut = true;
        await world.UntilAsync(
            "beta unreachable", () => alpha.Coordinator.Snapshot.Find(beta.Name) is { IsReachable: false });

        var answer = await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        var own = await beta.Orders.LeaveAsync(null, null, Cancellation);

        Assert.Equal(OperatorVerdict.Refused, answer.Verdict);
        Assert.Contains("pbm cluster down beta", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(OperatorVerdict.Refused, own.Verdict);
        Assert.Contains("ask another one", own.Detail, StringComparison.Ordinal);
        Assert.Equal(MemberStatus.Up, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Status);
    }

    private static (int Machines, int Sessions)? LeftOf(BranchNodeWorld seenBy, BranchNodeWorld node) =>
        seenBy.Coordinator.Snapshot.Find(node.Name)?.Announcement is { IsDraining: true } said
            ? (said.Machines, said.Sessions)
            : null;

    private static Task AdmitsAsync(BranchWorld world, BranchNodeWorld node, Admission admission) =>
        world.UntilPoolAsync(node, $"to take in {admission}", pool => pool.Admission == admission);
}
