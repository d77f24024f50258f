using Orchestrator.Contracts;
using Orchestrator.Daemon.Branch;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>What is an event between two sights of a branch, and what is none.</summary>
public class BranchChangesTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ClusterStatus Two = new("a", "a", SeesStore: true, [Member("a", slots: 2), Member("b")]);

    [Fact]
    public void First_OfABranch_TellsWhatIsThere() => Assert.Equal(
        [
            "member-up a a:5907", "member-up b b:5907", "leader-changed a ", "plan-changed a demo: 2 slots, 0 before",
        ],
        Told(null, Two));

    [Fact]
    public void First_WithoutTheStore_SaysThatItIsOld() => Assert.Equal(
        "store-lost a what it shows of the others may be old", Told(null, Two with { SeesStore = false })[0]);

    [Fact]
    public void Nothing_Changed_IsNoEvent() => Assert.Empty(Told(Two, Two));

    [Fact]
    public void Sessions_ComeAndGo_IsNoEvent() => Assert.Empty(Told(Two, Two with
    {
        Members =
        [
            Two.Members[0] with { CleanMachines = new Dictionary<string, int> { ["demo"] = 1 }, Sessions = 3 },
            Two.Members[1],
        ],
    }));

    [Theory]
    [InlineData("joining", "member-joining b b:5907")]
    [InlineData("leaving", "member-leaving b b:5907")]
    [InlineData("exiting", "member-exiting b b:5907")]
    [InlineData("down", "member-down b b:5907")]
    [InlineData("removed", "member-removed b b:5907")]
    public void Member_OfAnotherStatus_IsAnEvent(string status, string told) =>
        Assert.Equal([told], Told(Two, With(Two.Members[1] with { Status = status })));

    [Fact]
    public void Member_Unreachable_IsAnEventBothWays()
    {
        var away = With(Two.Members[1] with { IsReachable = false, Address = null });

        Assert.Equal(["unreachable b "], Told(Two, away));
        Assert.Equal(["reachable b b:5907"], Told(away, Two));
    }

    [Fact]
    public void Member_Gone_IsRemovedOnce()
    {
        var removed = With(Two.Members[1] with { Status = "removed" });
        var gone = Two with { Members = [Two.Members[0]] };

        Assert.Equal(["member-removed b b:5907"], Told(Two, gone));
        Assert.Empty(Told(removed, gone));
    }

    [Fact]
    public void Leader_ThatIsNone_IsAnEventBothWays()
    {
        var none = Two with { Coordinator = null };

        Assert.Equal(["leader-changed  no server writes the plan since a does not"], Told(Two, none));
        Assert.Equal(["leader-changed b "], Told(none, Two with { Coordinator = "b" }));
        Assert.Equal(["leader-changed b after a"], Told(Two, Two with { Coordinator = "b" }));
    }

    [Fact]
    public void Plan_ThatMovesASlot_IsAnEventOfBoth()
    {
        var moved = Two with { Members = [Member("a", slots: 1), Member("b", slots: 1)] };

        Assert.Equal(
            ["plan-changed a demo: 1 slots, 2 before", "plan-changed b demo: 1 slots, 0 before"], Told(Two, moved));
        Assert.Equal(
            ["plan-changed a demo: 0 slots, 2 before"], Told(Two, Two with { Members = [Member("a"), Member("b")] }));
    }

    [Fact]
    public void Store_LostAndSeen_IsAnEvent()
    {
        var blind = Two with { SeesStore = false };

        Assert.Equal(["store-lost a what it shows of the others may be old"], Told(Two, blind));
        Assert.Equal(["store-seen a "], Told(blind, Two));
    }

    private static ClusterStatus With(ClusterMember second) => Two with { Members = [Two.Members[0], second] };

    private static ClusterMember Member(string name, int slots = 0) => new(
        name, "up", IsReachable: true, $"{name}:5907", "1.0", [], new Dictionary<string, int>(),
        slots == 0 ? [] : new Dictionary<string, int> { ["demo"] = slots });

    private static List<string> Told(ClusterStatus? before, ClusterStatus now)
    {
        var changes = BranchChanges.Between(before, now, At).ToList();
        Assert.All(changes, change => Assert.Equal(At, change.At));
        return [.. changes.Select(change => $"{change.Kind} {change.Node} {change.Detail}")];
    }
}
