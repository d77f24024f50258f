using Orchestrator.Core.Pools;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster.Tests;

/// <summary>A shared pool's size: an operator's order holds for the whole branch, and the plan follows it.</summary>
public sealed class BranchPoolOrdersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resize_FromAnyServer_ThePlanFollowsAndKeepsIt()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();

        var answer = await beta.PoolOrders.ResizeAsync(BranchWorld.Pool, 6, Cancellation);
        await world.UntilAsync("three machines each", () => alpha.Machines == 3 && beta.Machines == 3);
        await world.PassAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(OperatorAnswer.Done("pool demo has 6 slots over the branch; the plan follows"), answer);
        Assert.Equal((3, 3), (alpha.Machines, beta.Machines));
        Assert.Equal(6, alpha.Coordinator.Snapshot.Pools[BranchWorld.Pool].Definition.Size);
        await alpha.PoolOrders.ResizeAsync(BranchWorld.Pool, 2, Cancellation);
        await world.UntilAsync("one machine each", () => alpha.Machines == 1 && beta.Machines == 1);
    }

    [Fact]
    public async Task Resize_BeyondTheServers_SaysHowManyFit()
    {
        await using var world = new BranchWorld();
        var (alpha, _) = await world.TwoAsync();

        var answer = await alpha.PoolOrders.ResizeAsync(BranchWorld.Pool, 40, Cancellation);

        Assert.Equal(
            OperatorAnswer.Done("pool demo has 40 slots over the branch, of which 16 fit on its servers now"), answer);
    }

    /// <summary>A file holds for a pool that the branch does not know yet, and says so when it differs later.</summary>
    [Fact]
    public async Task File_WithAnotherSize_ChangesNothingAndIsReported()
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");
        await world.UntilAsync("four machines", () => alpha.Machines == 4);

        var beta = world.Start("beta", branchSize: 8);
        await world.UntilAsync("two machines each", () => alpha.Machines == 2 && beta.Machines == 2);
        await world.PassAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(4, beta.Coordinator.Snapshot.Pools[BranchWorld.Pool].Definition.Size);
        Assert.Single(beta.Log, line => line.Contains("the 8 of this node's file", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("other", 3, OperatorVerdict.Unknown)]
    [InlineData(BranchWorld.PoolText, -1, OperatorVerdict.Refused)]
    [InlineData(BranchWorld.PoolText, PoolSettings.SizeMax + 1, OperatorVerdict.Refused)]
    public async Task Resize_Impossible_ChangesNothing(string pool, int size, OperatorVerdict verdict)
    {
        await using var world = new BranchWorld();
        var alpha = world.Start("alpha");
        await world.UntilAsync("four machines", () => alpha.Machines == 4);

        var answer = await alpha.PoolOrders.ResizeAsync(PoolName.Parse(pool), size, Cancellation);

        Assert.Equal(verdict, answer.Verdict);
        Assert.Equal(4, alpha.Coordinator.Snapshot.Pools[BranchWorld.Pool].Definition.Size);
    }

    [Fact]
    public async Task Resize_WithoutTheStore_IsRefused()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await world.TwoAsync();
        beta.Connection.IsCut = true;
        await world.UntilAsync("no lease", () => !beta.Coordinator.HoldsLease);

        var answer = await beta.PoolOrders.ResizeAsync(BranchWorld.Pool, 6, Cancellation);

        Assert.Equal(OperatorVerdict.Refused, answer.Verdict);
        Assert.Equal(4, alpha.Coordinator.Snapshot.Pools[BranchWorld.Pool].Definition.Size);
    }
}
