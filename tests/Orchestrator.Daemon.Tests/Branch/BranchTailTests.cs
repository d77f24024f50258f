using Orchestrator.Contracts;
using Orchestrator.Daemon.Branch;
using Orchestrator.Testing.Time;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>What a follower hears of that nobody reports.</summary>
public class BranchTailTests
{
    [Fact]
    public async Task Lease_RunsOutInSilence_IsTold()
    {
        var branch = new ClusterStatus("a", null, SeesStore: true, []);
        var time = new ManualTimeProvider();
        var tail = new BranchTail(new BranchSight(() => branch, _ => null), time);
        await using var events = tail.ReadAsync(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = events.MoveNextAsync().AsTask();

        branch = branch with { SeesStore = false };
        time.Advance(BranchTail.LookEvery);

        Assert.True(await Bound.Within(next, "an event"));
        Assert.Equal("store-lost", events.Current.Kind);
    }
}
