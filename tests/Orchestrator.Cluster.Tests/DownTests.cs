using Orchestrator.Core.Cluster;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Tests;

/// <summary>A server that an operator gives up: what ends at the others, and what becomes of it when it
/// returns.</summary>
public sealed class DownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Down_OfADeadServer_ItsSlotsAreTakenAtOnce()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await beta.DisposeAsync();
        await UnreachableAsync(world, alpha, beta);

        var answer = await alpha.Orders.DownAsync(beta.Name, Cancellation);

        Assert.Equal(OperatorVerdict.Done, answer.Verdict);
        await world.UntilAsync(
            "the plan without it", () => alpha.Coordinator.Snapshot.Plan.SlotsOf(BranchWorld.Pool, alpha.Name) == 4);
        await world.UntilAsync("four machines", () => alpha.Machines == 4);
        await world.UntilAsync("it removed", () => StatusOf(alpha, beta) == MemberStatus.Removed);
        Assert.Equal(1, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Incarnation);
    }

    [Fact]
    public async Task Down_OfAReachableServer_IsRefused()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();

        var seen = await alpha.Orders.DownAsync(beta.Name, Cancellation);

        Assert.Equal(
            OperatorAnswer.Refused("server beta can be reached: let it leave instead: pbm cluster leave beta"), seen);
        Assert.Equal(MemberStatus.Up, StatusOf(alpha, beta));
    }

    /// <summary>What is seen may be old; what counts is the store at the moment of the write.</summary>
    [Fact]
    public async Task Down_OfAServerThatIsBack_ChangesNothing()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();

        var change = await alpha.Coordinator.ChangeMemberAsync(beta.Name, new DownMember(), null, Cancellation);

        Assert.True(change.IsRefused);
        Assert.Equal(MemberStatus.Up, StatusOf(alpha, beta));
    }

    [Fact]
    public async Task DownUnreachable_TakesThoseAlone()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var gamma = world.Start("gamma");
        await world.UntilAsync("gamma up", () => gamma.Status == MemberStatus.Up);

        var nobody = await alpha.Orders.DownUnreachableAsync(Cancellation);
        await beta.DisposeAsync();
        await UnreachableAsync(world, alpha, beta);
        var one = await alpha.Orders.DownUnreachableAsync(Cancellation);

        Assert.Equal(OperatorAnswer.Done("every server of the branch can be reached"), nobody);
        Assert.StartsWith("server beta is down", one.Detail, StringComparison.Ordinal);
        await world.UntilAsync("beta removed", () => StatusOf(alpha, beta) == MemberStatus.Removed);
        Assert.Equal(MemberStatus.Up, StatusOf(alpha, gamma));
    }

    /// <summary>Cut off from the store only: its links live, and its kiosk uses a machine of another server.</summary>
    [Fact]
    public async Task Downed_EntryStillLinked_ItsSessionEndsAtTheOwner()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        foreach (var kiosk in new[] { 1, 2, 3 })
        {
            await world.UseAsync(beta, kiosk);
        }

        var lent = beta.RemoteOf(3)!;
        Assert.Equal(alpha.Name, lent.Owner);
        beta.Connection.IsCut = true;
        await UnreachableAsync(world, alpha, beta);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Contains(lent.Machine, alpha.Hypervisor.Running);

        await alpha.Orders.DownAsync(beta.Name, Cancellation);

        await world.UntilAsync("the lent machine deleted", () => !alpha.Hypervisor.Running.Contains(lent.Machine));
        await world.UntilAsync("beta's path closed", () => beta.RemoteOf(3) is null);
        Assert.Equal(2, beta.Machines);
    }

    [Fact]
    public async Task Downed_OwnerStillLinked_SessionsOnItEnd()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        foreach (var kiosk in new[] { 1, 2, 3 })
        {
            await world.UseAsync(alpha, kiosk);
        }

        var offer = alpha.Signal(4);
        await world.UntilAsync("an offer", () => offer.Lines.Contains(SignalText.RuleAdded));
        Assert.Equal((beta.Name, beta.Name), (alpha.RemoteOf(3)!.Owner, alpha.RemoteOf(4)!.Owner));
        beta.Connection.IsCut = true;
        await UnreachableAsync(world, alpha, beta);

        await alpha.Orders.DownAsync(beta.Name, Cancellation);

        await world.UntilAsync("the used console closed", () => alpha.RemoteOf(3) is null);
        await world.UntilAsync("a machine of alpha's own for who was offered one", () =>
            alpha.ConsolePath.Grants.Any(grant => grant.Kiosk.ToString() == "10.0.0.4" && grant.Remote is null));
        var session = (await alpha.SeeAsync()).Sessions.Single(one => one.Kiosk.ToString() == "10.0.0.3");
        Assert.Equal("machineStopped", session.EndReason);
    }

    [Fact]
    public async Task Downed_Returns_WipesItselfBeforeItJoins()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);
        var before = beta.Hypervisor.Running.ToHashSet();
        beta.Connection.IsCut = true;
        await UnreachableAsync(world, alpha, beta);
        await alpha.Orders.DownAsync(beta.Name, Cancellation);
        await world.UntilAsync("beta removed and planned around", () =>
            StatusOf(alpha, beta) == MemberStatus.Removed && alpha.Machines == 4);
        Assert.Equal(before, beta.Hypervisor.Running.ToHashSet());
        var joinedWithOld = false;
        using var watching = alpha.Coordinator.Subscribe(_ => joinedWithOld |=
            StatusOf(alpha, beta) is MemberStatus.Joining or MemberStatus.Up
            && before.Overlaps(beta.Hypervisor.Running));

        beta.Connection.IsCut = false;
        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);

        Assert.False(joinedWithOld, "it joined while machines of its past ran");
        Assert.Empty(before.Intersect(beta.Hypervisor.Running));
        Assert.Equal(2, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Incarnation);
        var session = Assert.Single((await beta.SeeAsync()).Sessions);
        Assert.Equal("cleared", session.EndReason);
        Assert.NotNull(session.MachineGoneAt);
    }

    [Fact]
    public async Task Downed_ReturnsAfterAPowerCut_WipesWhatItsJournalHeld()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var before = beta.Hypervisor.Running.ToHashSet();
        await beta.DisposeAsync();
        await UnreachableAsync(world, alpha, beta);
        await alpha.Orders.DownAsync(beta.Name, Cancellation);
        await world.UntilAsync("beta removed and planned around", () =>
            StatusOf(alpha, beta) == MemberStatus.Removed && alpha.Machines == 4);

        var again = world.Start("beta", earlier: beta);

        await world.UntilAsync("two machines each", () => alpha.Machines == 2
            && again.Machines == 2 && !before.Overlaps(again.Hypervisor.Running));
        Assert.Equal(2, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Incarnation);
    }

    [Fact]
    public async Task Downed_WhileItLeft_ComesBack()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await world.UseAsync(beta, kiosk: 1);
        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);
        await world.UntilAsync("beta to know that it leaves", () => beta.Status == MemberStatus.Leaving);
        beta.Connection.IsCut = true;
        await UnreachableAsync(world, alpha, beta);
        await alpha.Orders.DownAsync(beta.Name, Cancellation);
        await world.UntilAsync("beta removed and planned around", () =>
            StatusOf(alpha, beta) == MemberStatus.Removed && alpha.Machines == 4);

        beta.Connection.IsCut = false;

        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
        Assert.Equal(2, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Incarnation);
    }

    [Fact]
    public async Task Downed_ReturnsAndLeaves_StaysAway()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        beta.Connection.IsCut = true;
        await UnreachableAsync(world, alpha, beta);
        await alpha.Orders.DownAsync(beta.Name, Cancellation);
        await world.UntilAsync("beta removed and planned around", () =>
            StatusOf(alpha, beta) == MemberStatus.Removed && alpha.Machines == 4);
        beta.Connection.IsCut = false;
        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);

        await alpha.Orders.LeaveAsync(beta.Name, null, Cancellation);

        await world.UntilAsync("beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Null(alpha.Coordinator.Snapshot.Find(beta.Name));
    }

    private static MemberStatus? StatusOf(BranchNodeWorld seenBy, BranchNodeWorld node) =>
        seenBy.Coordinator.Snapshot.Find(node.Name)?.State.Status;

    private static Task UnreachableAsync(BranchWorld world, BranchNodeWorld seenBy, BranchNodeWorld node) =>
        world.UntilAsync($"{node.Name} unreachable", () =>
            seenBy.Coordinator.Snapshot.Find(node.Name) is { IsReachable: false });
}
