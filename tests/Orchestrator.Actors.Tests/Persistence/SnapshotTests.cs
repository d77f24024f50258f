namespace Orchestrator.Actors.Tests.Persistence;

public sealed class SnapshotTests
{
    private readonly LedgerWorld _world = new();

    [Fact]
    public void Snapshot_EveryNthEvent_DropsTheEventsBeforeIt()
    {
        var ledger = _world.Spawn(snapshotEvery: 3);
        Write(ledger, "a", "b");
        Assert.Equal("|a|b", _world.Stored());
        Write(ledger, "c");
        Assert.Equal("abc", _world.Stored());
        Write(ledger, "d", "e");
        Assert.Equal("abc|d|e", _world.Stored());
        Write(ledger, "f");
        Assert.Equal("abcdef", _world.Stored());
        Assert.Equal([3, 6], _world.Journal.Snapshots);
    }

    [Fact]
    public void Snapshot_CountsFromTheRecoveredOne()
    {
        var first = _world.Spawn(snapshotEvery: 3);
        Write(first, "a", "b", "c", "d");
        _world.Stop(first);
        var second = _world.Spawn(snapshotEvery: 3);
        Write(second, "e");
        Assert.Equal([3], _world.Journal.Snapshots);
        Write(second, "f");
        Assert.Equal([3, 6], _world.Journal.Snapshots);
        _world.Stop(second);
        _world.Spawn();
        _world.Actors.Settle();
        Assert.Equal("recovered 'abcdef' at 6", _world.Log[^1]);
    }

    [Fact]
    public void Snapshot_Fails_IsTriedAgainWithTheNextEvent()
    {
        var ledger = _world.Spawn(snapshotEvery: 3);
        _world.Journal.FailSnapshots = 2;
        Write(ledger, "a", "b", "c");
        Assert.Equal("|a|b|c", _world.Stored());
        Write(ledger, "d");
        Assert.Equal("|a|b|c|d", _world.Stored());
        Write(ledger, "e");
        Assert.Equal("abcde", _world.Stored());
        Assert.Equal([3, 4, 5], _world.Journal.Snapshots);
        Assert.Empty(_world.Actors.Failures);
    }

    [Fact]
    public void Snapshot_TakesTime_ActorGoesOn()
    {
        var ledger = _world.Spawn(snapshotEvery: 2);
        Write(ledger, "a");
        _world.Journal.IsHolding = true;
        ledger.Tell(it => it.Write("b"));
        _world.Actors.Settle();
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        _world.Journal.IsHolding = false;
        Assert.Equal(1, _world.Journal.Held);

        // One snapshot at a time: the next is due already while the first is still being saved.
        Write(ledger, "c", "d");
        Assert.Equal("|a|b|c|d", _world.Stored());
        Assert.Equal([2], _world.Journal.Snapshots);
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Equal("ab|c|d", _world.Stored());
        Write(ledger, "e");
        Assert.Equal([2, 5], _world.Journal.Snapshots);
        Assert.Equal("abcde", _world.Stored());
    }

    /// <summary>Writes each event in a commit of its own.</summary>
    private void Write(IActorRef<Action<Ledger>> ledger, params string[] events)
    {
        foreach (var @event in events)
        {
            ledger.Tell(it => it.Write(@event));
        }

        _world.Actors.Settle();
    }
}
