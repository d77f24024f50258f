using Orchestrator.Core.Cluster;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Tests;

/// <summary>Nodes that come, go, are cut off and are given up, and what becomes of the pool that they share.</summary>
public sealed class MembershipTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Branch_OfOneNode_GetsTheWholePool()
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");

        await world.UntilAsync("four machines", () => alpha.Machines == 4);

        Assert.Equal(MemberStatus.Up, alpha.Status);
        var branch = alpha.Coordinator.Snapshot;
        Assert.Equal(alpha.Name, branch.Coordinator?.Node);
        Assert.Equal(4, branch.Pools[BranchWorld.Pool].Definition.Size);
        await world.UntilAsync(
            "four clean ones announced",
            () => alpha.Coordinator.Snapshot.Find(alpha.Name)!.CleanMachines(BranchWorld.Pool) == 4);
    }

    [Fact]
    public async Task Node_Joins_TakesItsShareAndMovesNoMore()
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");
        await world.UntilAsync("four machines", () => alpha.Machines == 4);
        var before = alpha.Hypervisor.Running.ToHashSet();

        var beta = world.Start("beta");
        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
        await world.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((2, 2), (alpha.Machines, beta.Machines));
        Assert.Subset(before, alpha.Hypervisor.Running.ToHashSet());
    }

    [Fact]
    public async Task Node_JoinsWhileAllIsUsed_SessionsGoOn()
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");
        await world.UntilAsync("four machines", () => alpha.Machines == 4);
        await UseAsync(world, alpha, kiosks: 4);
        var used = alpha.Hypervisor.Running.ToHashSet();

        var beta = world.Start("beta");
        await world.UntilAsync("two machines on beta", () => beta.Machines == 2);
        await world.PassAsync(TimeSpan.FromSeconds(5));
        var kept = alpha.Hypervisor.Running.ToHashSet();
        alpha.Disconnect(1);
        alpha.Disconnect(2);

        await world.UntilAsync("two machines on alpha", () => alpha.Machines == 2);
        Assert.Equal(used, kept);
        Assert.Subset(used, alpha.Hypervisor.Running.ToHashSet());
    }

    [Fact]
    public async Task Node_Dies_TheOthersTakeItsSlots()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var first = alpha.Coordinator.Snapshot.Coordinator!;
        var (dies, lives) = first.Node == alpha.Name ? (alpha, beta) : (beta, alpha);

        await dies.DisposeAsync();

        await world.UntilAsync("four machines on the other", () => lives.Machines == 4);
        var second = lives.Coordinator.Snapshot.Coordinator!;
        Assert.Equal(lives.Name, second.Node);
        Assert.True(first.Epoch.IsFencedBy(second.Epoch), $"{first} is not before {second}");
    }

    [Fact]
    public async Task Node_IsStartedAgain_KeepsItsPlace()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var machines = beta.Hypervisor.Running.ToHashSet();

        await beta.DisposeAsync();
        var again = world.Start("beta", earlier: beta);
        await world.UntilAsync("beta up", () => again is { Status: MemberStatus.Up, Coordinator.HoldsLease: true });
        await world.PassAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(machines, again.Hypervisor.Running.ToHashSet());
        Assert.Equal(1, again.Coordinator.Snapshot.Find(again.Name)!.State.Incarnation);
        Assert.Equal(2, alpha.Machines);
    }

    [Fact]
    public async Task Node_IsCutOff_ServesItsOwnAndConvergesAfterwards()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var (cut, rest) = alpha.Coordinator.Snapshot.Coordinator!.Node == alpha.Name ? (alpha, beta) : (beta, alpha);
        await UseAsync(world, cut, kiosks: 1);

        cut.Connection.IsCut = true;
        await world.UntilAsync(
            "the rest to plan without it",
            () => rest.Coordinator.Snapshot.Find(cut.Name) is { IsReachable: false } && rest.Machines == 4);
        var line = cut.Signal(9);
        await world.UntilAsync("its own kiosk served", () => line.Lines.Contains(SignalText.RuleAdded));
        Assert.False(cut.Coordinator.HoldsLease);
        Assert.Equal(2, cut.Machines);
        cut.Connection.IsCut = false;

        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
        Assert.Equal(MemberStatus.Up, rest.Coordinator.Snapshot.Find(cut.Name)!.State.Status);
    }

    [Fact]
    public async Task Node_Leaves_FinishesItsSessionsAndIsGone()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await UseAsync(world, beta, kiosks: 1);

        await alpha.Coordinator.ChangeMemberAsync(beta.Name, new LeaveBranch(), null, Cancellation);
        await world.UntilAsync("all slots on alpha", () => alpha.Machines == 4 && beta.Machines == 1);
        Assert.Equal(MemberStatus.Leaving, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Status);
        beta.Disconnect(1);

        await world.UntilAsync(
            "beta forgotten", () => alpha.Coordinator.Snapshot.Find(beta.Name) is null);
        await world.PassAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, beta.Machines);
        Assert.Null(alpha.Coordinator.Snapshot.Find(beta.Name));
        Assert.False(beta.Coordinator.HoldsLease);
    }

    [Fact]
    public async Task Node_WasGivenUp_WipesItselfAndJoinsAnew()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        await UseAsync(world, beta, kiosks: 1);
        var before = beta.Hypervisor.Running.ToHashSet();
        beta.Connection.IsCut = true;
        await world.UntilAsync(
            "beta unreachable", () => alpha.Coordinator.Snapshot.Find(beta.Name) is { IsReachable: false });

        await alpha.Coordinator.ChangeMemberAsync(beta.Name, new DownMember(), null, Cancellation);
        await world.UntilAsync("beta forgotten", () =>
            alpha.Coordinator.Snapshot.Find(beta.Name)?.State.Status == MemberStatus.Removed && alpha.Machines == 4);
        Assert.Equal(before, beta.Hypervisor.Running.ToHashSet());
        beta.Connection.IsCut = false;

        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
        Assert.Empty(before.Intersect(beta.Hypervisor.Running));
        Assert.Empty(beta.ConsolePath.Grants);
        Assert.Equal(2, alpha.Coordinator.Snapshot.Find(beta.Name)!.State.Incarnation);
    }

    [Fact]
    public async Task Store_HasNoMajority_NothingChangesUntilItHas()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        var before = alpha.Hypervisor.Running.Concat(beta.Hypervisor.Running).ToHashSet();

        world.Store.HasQuorum = false;
        await world.UntilAsync(
            "no leases", () => !alpha.Coordinator.HoldsLease && !beta.Coordinator.HoldsLease);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(before, alpha.Hypervisor.Running.Concat(beta.Hypervisor.Running).ToHashSet());
        var line = beta.Signal(5);
        await world.UntilAsync("a kiosk served", () => line.Lines.Contains(SignalText.RuleAdded));
        world.Store.HasQuorum = true;

        await world.UntilAsync("leases", () => alpha.Coordinator.HoldsLease && beta.Coordinator.HoldsLease);
        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
    }

    /// <summary>The store has what a lost answer was about, and the node is again as it was announced before.</summary>
    [Fact]
    public async Task Announcement_AnswerIsLost_IsMadeAgain()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.StartPairAsync(machines: 1);
        beta.Connection.IsSilent = true;
        beta.Connection.LosesNextAnswer = true;
        beta.Signal(1);
        await world.UntilAsync("no clean machine announced", () => Announced(alpha, beta) == 0);
        beta.Connection.IsCut = true;
        Assert.False(beta.Connection.LosesNextAnswer, "no answer was lost");

        var session = Assert.Single((await beta.SeeAsync()).Sessions).Id;
        var ended = beta.PoolOrders.EndSessionAsync(session, Cancellation);
        await world.UntilAsync("the session's end", () => ended.IsCompleted);
        await world.UntilPoolAsync(beta, "a clean machine", pool => pool.Clean == 1);
        await world.PassAsync(TimeSpan.FromSeconds(1));
        Assert.True(beta.Coordinator.HoldsLease, "the lease is lost, so that it would be announced anew anyway");
        beta.Connection.IsCut = false;

        await world.UntilAsync("a clean machine announced", () => Announced(alpha, beta) == 1);
    }

    private static int Announced(BranchNodeWorld at, BranchNodeWorld of) =>
        at.Coordinator.Snapshot.Find(of.Name)!.CleanMachines(BranchWorld.Pool);

    private static async Task UseAsync(BranchWorld world, BranchNodeWorld node, int kiosks)
    {
        for (var kiosk = 1; kiosk <= kiosks; kiosk++)
        {
            await world.UseAsync(node, kiosk);
        }
    }
}
