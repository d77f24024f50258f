namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>What is acknowledged, the journal holds.</summary>
public sealed class CommitTests
{
    private readonly LedgerWorld _world = new();
    private readonly IActorRef<Action<Ledger>> _ledger;

    public CommitTests()
    {
        _ledger = _world.Spawn();
        _world.Actors.Settle();
        _world.Log.Clear();
        _world.Journal.IsHolding = true;
    }

    [Fact]
    public void Persist_BeforeTheCommit_NothingIsAcknowledged()
    {
        _ledger.Tell(it => it.WriteAll(["a", "b"], () => Log($"committed {it.Text} at {it.Number}")));
        _world.Actors.Settle();
        Assert.Empty(_world.Log);
        Assert.Equal("", _world.Stored());
        _world.Journal.ReleaseOne();
        Assert.Equal("|a|b", _world.Stored());
        _world.Actors.Settle();
        Assert.Equal(["committed ab at 2"], _world.Log);
    }

    [Fact]
    public void Persist_DuringTheCommit_EverythingElseWaits()
    {
        var piped = new TaskCompletionSource();
        var watched = _world.Actors.System.Spawn("watched", () => new Puppet());
        _ledger.Tell(it =>
        {
            it.World.StartTimer("key", TimeSpan.FromSeconds(1), _ => Log("timer"));
            it.World.PipeToSelf(piped.Task, () => _ => Log("piped"), error => throw error);
            it.World.Watch(watched, _ => Log("watched"));
            it.Write("a", () => Log($"committed {it.Text}"));
        });
        _ledger.Tell(it => Log($"message at {it.Text}"));
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        piped.SetResult();
        _world.Actors.Settle();
        watched.Tell(puppet => puppet.World.StopSelf());
        _world.Actors.Settle();
        Assert.Empty(_world.Log);

        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Equal(["committed a", "timer", "piped", "watched", "message at a"], _world.Log);
    }

    [Fact]
    public void Persist_WaitingTimerCancelledByTheCommit_IsSilent()
    {
        _ledger.Tell(it =>
        {
            it.World.StartTimer("key", TimeSpan.FromSeconds(1), _ => Log("timer"));
            it.Write("a", () => it.World.CancelTimer("key"));
        });
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Empty(_world.Log);
    }

    [Fact]
    public void Persist_PeriodicTimerMeanwhile_WaitsOnce()
    {
        _ledger.Tell(it =>
        {
            it.World.StartPeriodicTimer("key", TimeSpan.FromSeconds(1), _ => Log("tick"));
            it.Write("a", () => Log("committed"));
        });
        _world.Actors.Pass(TimeSpan.FromSeconds(100));
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Equal(["committed", "tick"], _world.Log);
        _world.Actors.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(["committed", "tick", "tick", "tick"], _world.Log);
    }

    [Fact]
    public void Persist_AfterTheCommit_MayPersistAgain()
    {
        _ledger.Tell(it => it.Write("a", () => it.Write("b", () => Log($"committed {it.Text}"))));
        _ledger.Tell(it => Log($"message at {it.Text}"));
        _world.Actors.Settle();
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Empty(_world.Log);
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.Equal(["committed ab", "message at ab"], _world.Log);
    }

    [Fact]
    public void Persist_NoEvents_GoesOnAtOnce()
    {
        _ledger.Tell(it =>
        {
            it.WriteAll([], () => Log("after"));
            Log("end of turn");
        });
        _world.Actors.Settle();
        Assert.Equal(["after", "end of turn"], _world.Log);
        Assert.Equal(0, _world.Journal.Held);
    }

    [Fact]
    public void Persist_TwiceInOneTurn_IsAnError()
    {
        _world.Journal.IsHolding = false;
        _ledger.Tell(it =>
        {
            it.Write("a", () => Log("never"));
            it.Write("b", () => Log("never"));
        });
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["/ledger: Restart: actor /ledger persists while events of the same turn wait for their commit; "
                + "persist them together"],
            _world.Actors.Failures);

        // The first was on its way to the journal, so it is a fact; only its continuation is lost.
        Assert.Equal(["stopped", "recovered 'a' at 1"], _world.Log);
    }

    [Fact]
    public void Append_Fails_RestartsWithWhatTheJournalHolds()
    {
        _world.Journal.IsHolding = false;
        _ledger.Tell(it => it.Write("a", () => Log("committed a")));
        _world.Actors.Settle();
        _world.Disk.FailNext(1);
        _ledger.Tell(it => it.Write("b", () => Log("never")));
        _ledger.Tell(it => it.Write("c", () => Log($"committed {it.Text}")));
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["/ledger: Restart: the journal was told to fail"], _world.Actors.Failures);
        Assert.Equal(["committed a", "stopped", "recovered 'a' at 1", "committed ac"], _world.Log);
        Assert.Equal("|a|c", _world.Stored());
    }

    [Fact]
    public void Append_OfASecondWriter_IsAConflictAndIsRecovered()
    {
        _world.Journal.IsHolding = false;
        _world.Append(0, "x");
        _ledger.Tell(it => it.Write("a", () => Log("never")));
        _ledger.Tell(it => it.Write("b", () => Log($"committed {it.Text}")));
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(
            ["/ledger: Restart: stream ledger is at 1, the append is for 0"], _world.Actors.Failures);
        Assert.Equal(["stopped", "recovered 'x' at 1", "committed xb"], _world.Log);
        Assert.Equal("|x|b", _world.Stored());
    }

    [Fact]
    public void Continuation_Fails_ItsEventsStay()
    {
        _world.Journal.IsHolding = false;
        _ledger.Tell(it => it.Write("a", () => throw new InvalidOperationException("after commit")));
        _world.Actors.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["/ledger: Restart: after commit"], _world.Actors.Failures);
        Assert.Equal(["stopped", "recovered 'a' at 1"], _world.Log);
    }

    [Fact]
    public void Stop_DuringTheCommit_WaitsForItAndAcknowledgesNothing()
    {
        _ledger.Tell(it => it.Write("a", () => Log("never")));
        _world.Actors.Settle();
        _world.Stop(_ledger);
        Assert.False(_ledger.IsTerminated);
        Assert.Empty(_world.Log);
        Assert.Throws<InvalidOperationException>(() => _world.Spawn());

        _world.Journal.IsHolding = false;
        _world.Journal.ReleaseOne();
        _world.Actors.Settle();
        Assert.True(_ledger.IsTerminated);
        _world.Spawn();
        _world.Actors.Settle();
        Assert.Equal(["stopped", "recovered 'a' at 1"], _world.Log);
    }

    [Fact]
    public void Restart_DuringTheCommit_RecoversWhatWasCommitted()
    {
        _ledger.Tell(it =>
        {
            it.Write("a", () => Log("never"));
            throw new InvalidOperationException("after the write, in its turn");
        });
        _ledger.Tell(it => it.Write("b", () => Log($"committed {it.Text}")));
        _world.Actors.Settle();
        _world.Journal.IsHolding = false;
        _world.Actors.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _world.Journal.Reads);
        Assert.Empty(_world.Log);

        _world.Journal.ReleaseOne();
        _world.Actors.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(["stopped", "recovered 'a' at 1", "committed ab"], _world.Log);
    }

    private void Log(string text) => _world.Log.Add(text);
}
