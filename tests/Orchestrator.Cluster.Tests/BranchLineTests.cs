using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Cluster.Tests;

/// <summary>Kiosks that wait at different nodes are served in the order in which they came.</summary>
public sealed class BranchLineTests
{
    [Fact]
    public async Task Machine_BecomesClean_GoesToTheFirstOfTheBranch()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        await WaitsAsync(world, alpha, 2, inLine: 1);
        var third = await WaitsAsync(world, beta, 3, inLine: 2);
        await world.UntilAsync(
            "its place in the branch",
            () => third.Lines.Any(line => line.StartsWith("WAIT position=2 ", StringComparison.Ordinal)));

        beta.Disconnect(1);
        await world.UntilAsync("an offer to either", () => alpha.RemoteOf(2) is not null || IsOffered(third));

        Assert.False(IsOffered(third));
        Assert.True(alpha.Connect(2));
        alpha.Disconnect(2);
        await world.UntilAsync("an offer to the second", () => IsOffered(third));
        await world.UntilAsync("an empty line", () => Waiting(beta) == 0);
    }

    [Fact]
    public async Task FirstOfTheBranch_ItsNodeDies_TheNextIsServed()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        await WaitsAsync(world, alpha, 2, inLine: 1);
        var third = await WaitsAsync(world, beta, 3, inLine: 2);

        await alpha.DisposeAsync();
        beta.Disconnect(1);

        await world.UntilAsync("an offer to the second", () => IsOffered(third));
    }

    [Fact]
    public async Task FirstOfTheBranch_CannotReachTheOwner_TheNextIsServed()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        var second = await WaitsAsync(world, alpha, 2, inLine: 1);
        var third = await WaitsAsync(world, beta, 3, inLine: 2);

        world.Network.Cut(alpha.Name, beta.Name);
        beta.Disconnect(1);
        await world.UntilAsync("an offer to the second", () => IsOffered(third));

        Assert.Equal(1, Waiting(beta));
        Assert.False(IsOffered(second));
        world.Network.Join(alpha.Name, beta.Name);
        Assert.True(beta.Connect(3));
        beta.Disconnect(3);
        await world.UntilAsync("an offer to the first", () => alpha.RemoteOf(2) is not null);
    }

    /// <summary>A machine is kept for it once, not each machine.</summary>
    [Fact]
    public async Task FirstOfTheBranch_NeverComes_HoldsTheOthersUpOnce()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        await WaitsAsync(world, alpha, 2, inLine: 1);
        var third = await WaitsAsync(world, beta, 3, inLine: 2);
        var fourth = await WaitsAsync(world, beta, 4, inLine: 3);
        world.Network.Cut(alpha.Name, beta.Name);

        beta.Disconnect(1);
        await world.UntilAsync("a clean machine", () => Clean(beta, beta) == 1);
        await world.UntilAsync("an offer to the second", () => IsOffered(third));
        Assert.True(beta.Connect(3));
        beta.Disconnect(3);
        await world.UntilPoolAsync(beta, "no session of the third", pool => !pool.Slots.Any(IsUsed));
        await world.UntilAsync("the next machine", () => beta.Machines == 1);
        var since = world.Time.GetUtcNow();
        await world.UntilAsync("an offer to the third", () => IsOffered(fourth));

        var kept = world.Time.GetUtcNow() - since;
        Assert.True(kept < TimeSpan.FromSeconds(3), $"the machine was kept for {kept} again");
    }

    [Fact]
    public async Task Owner_WithoutTheStore_ServesItsOwn()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        await WaitsAsync(world, alpha, 2, inLine: 1);
        var third = await WaitsAsync(world, beta, 3, inLine: 2);

        beta.Connection.IsCut = true;
        await world.UntilAsync("no lease", () => !beta.Coordinator.HoldsLease);
        beta.Disconnect(1);

        await world.UntilAsync("an offer to its own", () => IsOffered(third));
    }

    [Fact]
    public async Task Lease_LostAndTakenAgain_TheLineStandsAgain()
    {
        await using var world = new BranchWorld();
        var (alpha, beta) = await StartAsync(world);
        await WaitsAsync(world, alpha, 2, inLine: 1);
        await WaitsAsync(world, alpha, 3, inLine: 2);

        alpha.Connection.IsCut = true;
        await world.UntilAsync("an empty line", () => Waiting(beta) == 0);
        alpha.Connection.IsCut = false;

        await world.UntilAsync("both again", () => Waiting(beta) == 2);
        var line = beta.Coordinator.Snapshot.LineOf(BranchWorld.Pool).Waiting;
        Assert.True(line[0].Session.Value < line[1].Session.Value, "the older signal does not stand first");
    }

    /// <summary>alpha has no room for machines, and beta one machine, which is in use.</summary>
    private static async Task<(BranchNodeWorld Alpha, BranchNodeWorld Beta)> StartAsync(BranchWorld world)
    {
        var alpha = world.Start("alpha", machines: 0, branchSize: 1);
        var beta = world.Start("beta", machines: 1, branchSize: 1);
        await world.UntilAsync("beta's machine is seen", () => Clean(alpha, beta) == 1);
        var line = beta.Signal(1);
        await world.UntilAsync("an offer", () => IsOffered(line));
        Assert.True(beta.Connect(1));
        await world.UntilAsync("no clean machine", () => line.IsClosed && Clean(alpha, beta) == 0);
        return (alpha, beta);
    }

    private static async Task<RecordingLine> WaitsAsync(BranchWorld world, BranchNodeWorld entry, int kiosk, int inLine)
    {
        var line = entry.Signal(kiosk);
        await world.UntilAsync($"{inLine} in the branch's line", () => Waiting(entry) == inLine);
        return line;
    }

    private static int Waiting(BranchNodeWorld seen) =>
        seen.Coordinator.Snapshot.LineOf(BranchWorld.Pool).Waiting.Count;

    private static int? Clean(BranchNodeWorld seen, BranchNodeWorld owner) =>
        seen.Coordinator.Snapshot.Find(owner.Name)?.CleanMachines(BranchWorld.Pool);

    private static bool IsUsed(SlotSnapshot slot) => slot.MachineState is "offered" or "inUse";

    private static bool IsOffered(RecordingLine line) => line.Lines.Contains(SignalText.RuleAdded);
}
