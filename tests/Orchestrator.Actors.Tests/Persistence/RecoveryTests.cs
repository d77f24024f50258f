using Orchestrator.Actors.Persistence;

namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>An incarnation begins with what the journal says.</summary>
public sealed class RecoveryTests
{
    private readonly LedgerWorld _world = new();

    [Fact]
    public void Recover_EmptyStream_BeginsWithTheInitialState()
    {
        _world.Spawn();
        _world.Actors.Settle();
        Assert.Equal(["recovered '' at 0"], _world.Log);
    }

    [Fact]
    public void Recover_Events_AreAppliedInOrder()
    {
        _world.Append(0, "a", "b", "c");
        _world.Spawn();
        _world.Actors.Settle();
        Assert.Equal(["recovered 'abc' at 3"], _world.Log);
    }

    [Fact]
    public void Recover_Snapshot_IsFollowedByTheEventsAfterIt()
    {
        _world.Append(0, "a", "b");
        _world.Actors.Run(async () =>
        {
            // Another text than that of the events: it must be the snapshot that counts.
            var state = new TextCodec().EncodeState("AB");
            await _world.Journal.SaveSnapshotAsync(
                LedgerWorld.Stream, 2, state, TestContext.Current.CancellationToken);
            return true;
        });
        _world.Append(2, "c");
        var ledger = _world.Spawn();
        ledger.Tell(it => it.Write("d"));
        _world.Actors.Settle();
        Assert.Equal(["recovered 'ABc' at 3"], _world.Log);
        Assert.Equal("AB|c|d", _world.Stored());
    }

    [Fact]
    public void Recover_TakesTime_MessagesWait()
    {
        _world.Append(0, "a");
        _world.Journal.IsHolding = true;
        var ledger = _world.Spawn();
        ledger.Tell(it => _world.Log.Add($"message at '{it.Text}'"));
        _world.Actors.Settle();
        Assert.Empty(_world.Log);
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Equal(["recovered 'a' at 1", "message at 'a'"], _world.Log);
    }

    [Fact]
    public void Recover_ReadFails_IsTriedAgain()
    {
        _world.Disk.IsUnavailable = true;
        var ledger = _world.Spawn();
        ledger.Tell(_ => _world.Log.Add("alive"));
        _world.Actors.Settle();
        Assert.Equal(["/ledger: Restart: the journal was told to be unavailable"], _world.Actors.Failures);
        _world.Disk.IsUnavailable = false;
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["stopped", "recovered '' at 0", "alive"], _world.Log);
    }

    [Fact]
    public void Recover_PersistsAtOnce_ComesBeforeTheMessages()
    {
        var settings = new PersistenceSettings<string, string>(
            _world.Journal, LedgerWorld.Stream, new TextCodec(), "");
        var ledger = _world.Actors.System.Spawn("ledger", () => new Ledger(settings, it => it.Write("first")));
        ledger.Tell(it => it.Write("second"));
        _world.Actors.Settle();
        Assert.Equal("|first|second", _world.Stored());
    }

    [Fact]
    public void Recover_NewStream_IsNotReadBeforeARestart()
    {
        _world.Journal.IsHolding = true;
        var ledger = _world.SpawnNew();
        ledger.Tell(it => it.Write("a", () => throw new InvalidOperationException("after commit")));
        _world.Actors.Settle();
        Assert.Equal(["recovered '' at 0"], _world.Log);
        _world.Journal.IsHolding = false;
        _world.Journal.ReleaseOne();
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["recovered '' at 0", "stopped", "recovered 'a' at 1"], _world.Log);
    }

    [Fact]
    public void Recover_NewStreamThatIsNot_IsReadAfterTheConflict()
    {
        _world.Append(0, "x");
        var ledger = _world.SpawnNew();
        ledger.Tell(it => it.Write("a"));
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["/ledger: Restart: stream ledger is at 1, the append is for 0"], _world.Actors.Failures);
        Assert.Equal(["recovered '' at 0", "stopped", "recovered 'x' at 1"], _world.Log);
        Assert.Equal("|x", _world.Stored());
    }
}
