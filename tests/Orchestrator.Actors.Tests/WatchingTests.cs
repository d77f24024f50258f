using System.Runtime.CompilerServices;
using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>Death watch.</summary>
public sealed class WatchingTests
{
    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];
    private readonly IActorRef<Action<Puppet>> _watched;
    private readonly IActorRef<Action<Puppet>> _watcher;

    public WatchingTests()
    {
        _watched = _world.System.Spawn("watched", () => new Puppet());
        _watcher = _world.System.Spawn("watcher", () => new Puppet());
    }

    [Fact]
    public void Watcher_WatchedTerminates_IsToldOnce()
    {
        Watch("first");
        Watch("second");
        Assert.Empty(_log);
        Stop(_watched);
        Assert.Equal(["second"], _log);
    }

    [Fact]
    public void Watchers_Several_AreAllTold()
    {
        Watch("one");
        _world.System.Spawn("other", () => new Puppet()).Tell(
            puppet => puppet.World.Watch(_watched, _ => _log.Add("two")));
        _world.Settle();
        Stop(_watched);
        Assert.Equal(["one", "two"], _log.Order());
    }

    [Fact]
    public void Watcher_WatchedIsTerminatedAlready_IsToldAtOnce()
    {
        Stop(_watched);
        Watch("gone");
        Assert.Equal(["gone"], _log);

        // Once a watch, not once an actor.
        Watch("gone again");
        Assert.Equal(["gone", "gone again"], _log);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parent_OfAChildThatEnds_IsToldOnce(bool watchesLate)
    {
        IActorRef<Action<Puppet>> child = null!;
        _watcher.Tell(puppet => child = puppet.World.Spawn("child", () => new Puppet()));
        _world.Settle();
        if (watchesLate)
        {
            Stop(child);
        }

        _watcher.Tell(puppet => puppet.World.Watch(child, _ => _log.Add("gone")));
        _world.Settle();
        Stop(child);
        Assert.Equal(["gone"], _log);
    }

    [Fact]
    public void Parent_OfANewChildWithTheNameOfOneThatEnded_IsToldOfEach()
    {
        for (var i = 0; i < 2; i++)
        {
            _watcher.Tell(puppet =>
            {
                var child = puppet.World.Spawn("child", () => new Puppet());
                puppet.World.Watch(child, _ => _log.Add("gone"));
                puppet.World.Stop(child);
            });
            _world.Settle();
        }

        Assert.Equal(["gone", "gone"], _log);
    }

    [Fact]
    public void Parent_ThatUnwatchesItsChild_HearsNothing()
    {
        _watcher.Tell(puppet =>
        {
            var child = puppet.World.Spawn("child", () => new Puppet());
            puppet.World.Watch(child, _ => _log.Add("gone"));
            puppet.World.Unwatch(child);
            puppet.World.Stop(child);
        });
        _world.Settle();
        Assert.Empty(_log);
    }

    [Fact]
    public void Watcher_WatchedFailsForGood_IsTold()
    {
        var failing = _world.System.Spawn(
            "failing", () => new Puppet(), new() { Supervision = new(_ => Directive.Stop) });
        _watcher.Tell(puppet => puppet.World.Watch(failing, _ => _log.Add("gone")));
        failing.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Settle();
        Assert.Equal(["gone"], _log);
    }

    [Fact]
    public void Watcher_WatchedRestarts_IsNotTold()
    {
        Watch("gone");
        _watched.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(_log);
        Stop(_watched);
        Assert.Equal(["gone"], _log);
    }

    [Fact]
    public void Unwatch_BeforeTheEnd_KeepsSilent()
    {
        Watch("gone");
        _watcher.Tell(puppet => puppet.World.Unwatch(_watched));
        _world.Settle();
        Stop(_watched);
        Assert.Empty(_log);
    }

    [Fact]
    public void Unwatch_AndWatchAgain_TellsTheLatest()
    {
        Watch("gone");
        _watcher.Tell(puppet =>
        {
            puppet.World.Unwatch(_watched);
            puppet.World.Watch(_watched, _ => _log.Add("gone after all"));
        });
        _world.Settle();
        Stop(_watched);
        Assert.Equal(["gone after all"], _log);
    }

    [Fact]
    public void Watcher_Restarts_ItsWatchesEnd()
    {
        Watch("gone");
        _watcher.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(TimeSpan.FromSeconds(1));
        Stop(_watched);
        Assert.Empty(_log);
    }

    [Fact]
    public void Watcher_TerminatesFirst_IsForgotten()
    {
        var watcher = WatchAndStop();
        Assert.True(IsCollected(watcher), "the watched actor still holds its watcher");

        // The watched one is alive, and its end tells nobody.
        _watched.Tell(_ => _log.Add("alive"));
        Stop(_watched);
        Assert.Equal(["alive"], _log);
        Assert.Empty(_world.Failures);
        Assert.Empty(_world.DeadLetters);
    }

    /// <summary>Not inlined: no local of it may keep the watcher alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference WatchAndStop()
    {
        var watcher = _world.System.Spawn("passing", () => new Puppet());
        watcher.Tell(puppet => puppet.World.Watch(_watched, _ => _log.Add("told")));
        _world.Settle();
        Stop(watcher);
        return new WeakReference(watcher);
    }

    private static bool IsCollected(WeakReference reference)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return !reference.IsAlive;
    }

    private void Watch(string text)
    {
        _watcher.Tell(puppet => puppet.World.Watch(_watched, _ => _log.Add(text)));
        _world.Settle();
    }

    private void Stop(IActorRef<Action<Puppet>> actor)
    {
        actor.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        Assert.True(actor.IsTerminated);
    }
}
