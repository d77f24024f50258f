using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Testing.Coordination;

/// <summary>The coordination's numbered conditions (see <see cref="ICoordinator"/>); every implementation passes
/// them.</summary>
public abstract partial class CoordinatorContract
{
    private static readonly PoolName Pool = PoolName.Parse("office");
    private static readonly NodeName Alpha = NodeName.Parse("alpha");
    private static readonly NodeName Beta = NodeName.Parse("beta");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<ICoordinatorWorld> CreateAsync();

    [Fact]
    public async Task C01_Announcement_IsSeenByEveryNode()
    {
        await using var world = await CreateAsync();
        await using var alpha = world.Start("alpha", "server-1");
        await using var beta = world.Start("beta", "server-2");
        using var view = new BranchView(world, beta);

        Assert.False(alpha.HoldsLease);
        await alpha.AnnounceAsync(Announcement(clean: 1), Cancellation);
        Assert.True(alpha.HoldsLease);
        var seen = await view.SeeAsync("alpha", snapshot => snapshot.Find(Alpha) is { IsReachable: true });
        await alpha.AnnounceAsync(Announcement(clean: 2), Cancellation);
        await view.SeeAsync("two clean machines", snapshot => snapshot.Find(Alpha)!.CleanMachines(Pool) == 2);

        var first = seen.Find(Alpha)!;
        Assert.Equal(1, first.CleanMachines(Pool));
        Assert.Equal(("alpha.branch:5907", "1.2.3"), (first.Announcement!.Address, first.Announcement.Version));
        Assert.Equal(new NodeCapacity(64, 8, 16), first.Announcement.Capacity);
        Assert.Equal(["kvm"], first.Announcement.Roles);
        Assert.Equal(["abc"], first.Announcement.GoldenImages);
        Assert.Equal(MemberState.Unknown(Alpha), first.State);
        Assert.Empty(view.Violations);
    }

    [Fact]
    public async Task C02_Snapshots_FollowEachOther()
    {
        await using var world = await CreateAsync();
        await using var alpha = world.Start("alpha", "server-1");
        using var view = new BranchView(world, alpha);

        for (var clean = 0; clean < 20; clean++)
        {
            await alpha.AnnounceAsync(Announcement(clean), Cancellation);
        }

        await view.SeeAsync("the last announcement", snapshot => snapshot.Find(Alpha)?.CleanMachines(Pool) == 19);
        Assert.Empty(view.Violations);
        Assert.InRange(view.Count<SnapshotChanged>(), 1, 21);
    }

    [Fact]
    public async Task C03_Command_HasTheOutcomeOfTheRules()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        using var view = new BranchView(world, alpha);

        var again = await alpha.ChangeMemberAsync(Alpha, new JoinBranch(1), null, Cancellation);
        var refused = await alpha.ChangeMemberAsync(Alpha, new ReportDrained(), null, Cancellation);
        var snapshot = await view.SeeAsync("alpha joining", seen => Status(seen, Alpha) == MemberStatus.Joining);
        var revision = snapshot.Find(Alpha)!.StateRevision;
        var up = await alpha.ChangeMemberAsync(Alpha, new ConfirmUp(), revision, Cancellation);
        var late = await FaultAsync(() => alpha.ChangeMemberAsync(Alpha, new LeaveBranch(), revision, Cancellation));

        Assert.Equal((MemberStatus.Joining, false), (again.State.Status, again.IsRefused));
        Assert.Equal((MemberStatus.Joining, true), (refused.State.Status, refused.IsRefused));
        Assert.Equal(MemberStatus.Up, up.State.Status);
        Assert.Equal(CoordinationFault.Conflict, late);
        await view.SeeAsync("alpha is up", seen => Status(seen, Alpha) == MemberStatus.Up);
    }

    [Fact]
    public async Task C03_CommandsOfTwoNodes_AreAllDone()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");

        await Task.WhenAll(
            alpha.ChangeMemberAsync(Alpha, new ConfirmUp(), null, Cancellation),
            beta.ChangeMemberAsync(Alpha, new LeaveBranch(), null, Cancellation));

        var state = await alpha.ChangeMemberAsync(Alpha, new LeaveBranch(), null, Cancellation);
        Assert.Equal(MemberStatus.Leaving, state.State.Status);
    }

    [Fact]
    public async Task C04_Pool_IsChangedOnlyByWhoHasSeenIt()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        using var view = new BranchView(world, alpha);
        await alpha.DefinePoolAsync(Definition(4), 0, Cancellation);
        var defined = (await view.SeeAsync("the pool", seen => seen.Pools.Count == 1)).Pools[Pool];

        var twice = await FaultAsync(() => alpha.DefinePoolAsync(Definition(5), 0, Cancellation));
        await alpha.DefinePoolAsync(Definition(6), defined.Revision, Cancellation);
        var late = await FaultAsync(() => alpha.DefinePoolAsync(Definition(7), defined.Revision, Cancellation));
        var early = await FaultAsync(() => alpha.RemovePoolAsync(Pool, defined.Revision, Cancellation));
        var changed = (await view.SeeAsync("six slots", seen => seen.Pools[Pool].Definition.Size == 6)).Pools[Pool];
        await alpha.RemovePoolAsync(Pool, changed.Revision, Cancellation);

        Assert.Equal(Definition(4), defined.Definition);
        Assert.Equal(defined.CreatedRevision, changed.CreatedRevision);
        Assert.All([twice, late, early], fault => Assert.Equal(CoordinationFault.Conflict, fault));
        await view.SeeAsync("no pool", seen => seen.Pools.Count == 0);
    }

    [Fact]
    public async Task C05_Campaign_HasOneWinnerWhomAllLearn()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, beta);

        var terms = await Task.WhenAll(alpha.CampaignAsync(Cancellation), beta.CampaignAsync(Cancellation));
        var again = await alpha.CampaignAsync(Cancellation);
        await view.SeeAsync("the coordinator", seen => seen.Coordinator == terms[0]);
        var winner = terms[0].Node == Alpha ? alpha : beta;
        var loser = winner == alpha ? beta : alpha;
        await winner.ResignAsync(terms[0], Cancellation);
        await winner.ResignAsync(terms[0], Cancellation);
        var next = await loser.CampaignAsync(Cancellation);
        await winner.ResignAsync(terms[0], Cancellation);

        Assert.Equal(terms[0], terms[1]);
        Assert.Equal(terms[0], again);
        Assert.Equal(loser.Node, next.Node);
        Assert.True(terms[0].Epoch.IsFencedBy(next.Epoch), $"{terms[0]} is not before {next}");
        Assert.Equal(next, await winner.CampaignAsync(Cancellation));
    }

    [Fact]
    public async Task C06_Plan_IsWrittenInItsTermOverWhatWasSeen()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, beta);
        var term = await alpha.CampaignAsync(Cancellation);

        var revision = await alpha.WritePlanAsync(term, Plan(3), 0, Cancellation);
        var over = await FaultAsync(() => alpha.WritePlanAsync(term, Plan(4), 0, Cancellation));
        var foreign = await FaultAsync(() => beta.WritePlanAsync(
            term with { Epoch = new Epoch(term.Epoch.Value + 1) }, Plan(4), revision, Cancellation));
        await alpha.ResignAsync(term, Cancellation);
        var next = await beta.CampaignAsync(Cancellation);
        var late = await FaultAsync(() => alpha.WritePlanAsync(term, Plan(5), revision, Cancellation));
        await beta.WritePlanAsync(next, Plan(6), revision, Cancellation);

        Assert.Equal(CoordinationFault.Conflict, over);
        Assert.Equal(CoordinationFault.Fenced, foreign);
        Assert.Equal(CoordinationFault.Fenced, late);
        var seen = await view.SeeAsync("the plan", snapshot => snapshot.Plan.SlotsOn(Alpha) == 6);
        Assert.Equal(Plan(6), seen.Plan);
        Assert.True(seen.PlanRevision > revision, $"{seen.PlanRevision} is not after {revision}");
    }

    [Fact]
    public async Task C07_Shard_HasOneOwnerAndRisingEpochs()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        using var view = new BranchView(world, alpha);
        var shard = ShardId.Of(7);

        var first = await alpha.ClaimShardAsync(shard, Cancellation);
        var refused = await beta.ClaimShardAsync(shard, Cancellation);
        await alpha.ReleaseShardAsync(first, Cancellation);
        var second = await beta.ClaimShardAsync(shard, Cancellation);
        await alpha.ReleaseShardAsync(first, Cancellation);

        Assert.Equal(first, refused);
        Assert.Equal((shard, Beta), (second.Shard, second.Owner));
        Assert.True(first.Epoch.IsFencedBy(second.Epoch), $"{first} is not before {second}");
        await view.SeeAsync("beta's shard", seen => seen.Shards.GetValueOrDefault(shard) == second);
    }

    [Fact]
    public async Task C08_WithoutLease_EveryWriteIsFenced()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        using var view = new BranchView(world, alpha);
        var term = await alpha.CampaignAsync(Cancellation);
        var claim = await alpha.ClaimShardAsync(ShardId.Of(1), Cancellation);
        await alpha.WithdrawAsync(Cancellation);

        Func<Task>[] writes =
        [
            () => alpha.ChangeMemberAsync(Alpha, new ConfirmUp(), null, Cancellation),
            () => alpha.DefinePoolAsync(Definition(1), 0, Cancellation),
            () => alpha.RemovePoolAsync(Pool, 0, Cancellation),
            () => alpha.CampaignAsync(Cancellation),
            () => alpha.ResignAsync(term, Cancellation),
            () => alpha.WritePlanAsync(term, Plan(1), 0, Cancellation),
            () => alpha.ClaimShardAsync(ShardId.Of(2), Cancellation),
            () => alpha.ReleaseShardAsync(claim, Cancellation),
            () => alpha.ChangeLineAsync(Pool, [new SessionId(1)], [], Cancellation),
        ];

        foreach (var write in writes)
        {
            Assert.Equal(CoordinationFault.Fenced, await FaultAsync(write));
        }

        Assert.False(alpha.HoldsLease);
        Assert.Equal(0, view.Count<LeaseLost>());
    }

    [Fact]
    public async Task C09_NodeWithdrawsOrDies_IsUnreachableAndOwnsNothing()
    {
        await using var world = await CreateAsync();
        var alpha = await JoinedAsync(world, "alpha");
        await using var beta = await JoinedAsync(world, "beta");
        await using var gamma = await JoinedAsync(world, "gamma");
        using var view = new BranchView(world, gamma);
        var first = await alpha.CampaignAsync(Cancellation);
        await beta.ClaimShardAsync(ShardId.Of(1), Cancellation);

        await alpha.DisposeAsync();
        await beta.WithdrawAsync(Cancellation);

        var seen = await view.SeeAsync("nobody but gamma", snapshot =>
            snapshot.Find(Alpha) is { IsReachable: false } && snapshot.Find(Beta) is { IsReachable: false }
            && snapshot.Coordinator is null && snapshot.Shards.Count == 0);
        Assert.Equal(MemberStatus.Joining, Status(seen, Alpha));
        var next = await gamma.CampaignAsync(Cancellation);
        Assert.Equal(gamma.Node, next.Node);
        Assert.True(first.Epoch.IsFencedBy(next.Epoch), $"{first} is not before {next}");
    }

    [Fact]
    public async Task C10_StoreIsLost_LeaseEndsByTheOwnClock()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        using var view = new BranchView(world, alpha);

        world.LoseStore();

        await view.SeeAsync<LeaseLost>();
        Assert.False(alpha.HoldsLease);
        world.ReturnStore();
        await view.SeeAsync("alpha unreachable", seen => seen.Find(Alpha) is { IsReachable: false });
        await alpha.AnnounceAsync(Announcement(clean: 5), Cancellation);
        await view.SeeAsync("alpha again", seen => seen.Find(Alpha)?.CleanMachines(Pool) == 5);
        Assert.Equal(1, view.Count<LeaseLost>());
        Assert.Empty(view.Violations);
    }

    [Fact]
    public async Task C11_StoreHasNoMajority_CallsFailAndSnapshotsReturn()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = world.Start("beta", "server-beta");
        using var view = new BranchView(world, beta);
        await view.SeeAsync("alpha", seen => seen.Find(Alpha) is { IsReachable: true });
        world.LoseStore();

        var fault = await FaultAsync(() => alpha.AnnounceAsync(Announcement(clean: 9), Cancellation));
        CoordinationFault[] expected =
            [CoordinationFault.NoQuorum, CoordinationFault.Unreachable, CoordinationFault.Overdue];
        Assert.Contains(fault, expected);
        world.ReturnStore();
        await AnnounceAgainAsync(world, alpha, clean: 7);

        await view.SeeAsync("seven clean machines", seen => seen.Find(Alpha)?.CleanMachines(Pool) == 7);
        Assert.Empty(view.Violations);
    }

    [Fact]
    public async Task C12_HistoryIsForgotten_NothingIsMissed()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var beta = world.Start("beta", "server-beta");
        using var view = new BranchView(world, beta);
        for (var clean = 1; clean <= 5; clean++)
        {
            await alpha.AnnounceAsync(Announcement(clean), Cancellation);
            await world.CompactAsync();
        }

        await view.SeeAsync("five clean machines", seen => seen.Find(Alpha)?.CleanMachines(Pool) == 5);
        await using var late = world.Start("gamma", "server-gamma");
        using var lateView = new BranchView(world, late);
        await lateView.SeeAsync("five clean machines", seen => seen.Find(Alpha)?.CleanMachines(Pool) == 5);
    }

    [Fact]
    public async Task C13_NodeNameOfAnotherServer_IsTaken()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        await using var other = world.Start("alpha", "server-other");

        var fault = await FaultAsync(() => other.AnnounceAsync(Announcement(1), Cancellation));

        Assert.Equal(CoordinationFault.NameTaken, fault);
        Assert.False(other.HoldsLease);
        Assert.True(alpha.HoldsLease);
    }

    [Fact]
    public async Task C13_SameServerStartedAgain_TakesItsNameOver()
    {
        await using var world = await CreateAsync();
        await using var before = await JoinedAsync(world, "alpha");
        using var view = new BranchView(world, before);
        var term = await before.CampaignAsync(Cancellation);

        await using var after = await JoinedAsync(world, "alpha");
        var fault = await FaultAsync(() => before.WritePlanAsync(term, Plan(1), 0, Cancellation));

        Assert.Equal(CoordinationFault.Fenced, fault);
        Assert.True(after.HoldsLease);
        await view.SeeAsync<LeaseLost>();
        Assert.False(before.HoldsLease);
        Assert.True(term.Epoch.IsFencedBy((await after.CampaignAsync(Cancellation)).Epoch));
    }

    [Fact]
    public async Task C14_RecordBeyondTheLimit_IsTooLarge()
    {
        await using var world = await CreateAsync();
        await using var alpha = await JoinedAsync(world, "alpha");
        var huge = Announcement(1) with { Roles = [new string('x', 1024 * 1024)] };

        Assert.Equal(CoordinationFault.TooLarge, await FaultAsync(() => alpha.AnnounceAsync(huge, Cancellation)));
        Assert.True(alpha.HoldsLease);
        await alpha.AnnounceAsync(Announcement(1), Cancellation);
    }

    private static async Task<ICoordinator> JoinedAsync(ICoordinatorWorld world, string name)
    {
        var node = world.Start(name, $"server-{name}");
        await node.AnnounceAsync(Announcement(clean: 0), Cancellation);
        await node.ChangeMemberAsync(node.Node, new JoinBranch(1), null, Cancellation);
        return node;
    }

    /// <summary>A store that comes back does not answer at once.</summary>
    private static async Task AnnounceAgainAsync(ICoordinatorWorld world, ICoordinator node, int clean)
    {
        await world.PassUntilAsync(TryAsync(), "an announcement that succeeds", () => $"{node.Snapshot.Revision}");

        async Task TryAsync()
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await node.AnnounceAsync(Announcement(clean), Cancellation);
                    return;
                }
                catch (CoordinationException) when (attempt < 10)
                {
                    // Without a majority, and with a lease that ended meanwhile: again.
                }
            }
        }
    }

    private static async Task<CoordinationFault> FaultAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<CoordinationException>(call)).Fault;

    private static MemberStatus? Status(ClusterSnapshot snapshot, NodeName node) => snapshot.Find(node)?.State.Status;

    private static NodeAnnouncement Announcement(int clean) =>
        new("alpha.branch:5907", "1.2.3", new NodeCapacity(64, 8, 16))
        {
            Roles = ["kvm"],
            GoldenImages = ["abc"],
            CleanMachines = new Dictionary<PoolName, int> { [Pool] = clean },
        };

    private static PoolDefinition Definition(int size) => new(Pool, size, new MachineSize(2, 1), "golden", "abc");

    private static SlotPlan Plan(int slots) => new([new PlannedSlots(Pool, Alpha, slots)]);
}
