using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>Failure and return: what is kept, what is lost, how long it takes and how often it may happen.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly SupervisorStrategy Steady = SupervisorStrategy.Default with
    {
        BackoffMin = Pause, BackoffMax = Pause, Jitter = 0,
    };

    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];

    [Fact]
    public void Failure_MessagesWaiting_AreKeptAllButTheFailing()
    {
        var actor = Spawn(Steady);
        actor.Tell(_ => _log.Add("before"));
        actor.Tell(_ => throw new InvalidOperationException("broken"));
        actor.Tell(_ => _log.Add("after"));
        _world.Settle();
        Assert.Equal(["start 1", "before", "stop 1"], _log);

        actor.Tell(_ => _log.Add("told meanwhile"));
        _world.Pass(Pause - TimeSpan.FromTicks(1));
        Assert.Equal(["start 1", "before", "stop 1"], _log);
        _world.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(["start 1", "before", "stop 1", "start 2", "after", "told meanwhile"], _log);
        Assert.Equal(["/actor: Restart: broken"], _world.Failures);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void Failure_Restart_ReplacesTheState()
    {
        var actor = Spawn(Steady);
        Puppet? first = null;
        actor.Tell(puppet =>
        {
            first = puppet;
            throw new InvalidOperationException("broken");
        });
        Puppet? second = null;
        actor.Tell(puppet => second = puppet);
        _world.Pass(Pause);
        Assert.NotNull(second);
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Failure_AgainAndAgain_BacksOffLonger()
    {
        var starts = new List<TimeSpan>();
        var begin = _world.Time.GetUtcNow();
        _world.System.Spawn(
            "actor",
            () => new Puppet(_ =>
            {
                starts.Add(_world.Time.GetUtcNow() - begin);
                throw new InvalidOperationException("broken");
            }),
            new SpawnOptions
            {
                Supervision = Steady with { BackoffMax = 6 * Pause, RestartsMax = 6, WhenExhausted = Directive.Stop },
            });
        _world.Pass(TimeSpan.FromSeconds(10));
        var pauses = starts.Zip(starts.Skip(1), (one, next) => (next - one) / Pause);
        Assert.Equal([1, 2, 4, 6, 6, 6], pauses);
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Failure_Jitter_IsDrawnFromTheSystemsRandom()
    {
        TimeSpan PauseOf(int seed)
        {
            var world = new ActorWorld(seed);
            world.System.Spawn("actor", () => new Puppet()).Tell(_ => throw new InvalidOperationException("broken"));
            world.Settle();
            return world.Time.NextDue()!.Value - world.Time.GetUtcNow();
        }

        Assert.Equal(PauseOf(3), PauseOf(3));
        Assert.NotEqual(PauseOf(3), PauseOf(4));
    }

    [Fact]
    public void Failures_TooManyInTheWindow_StopTheActor()
    {
        var actor = Spawn(Steady with { RestartsMax = 2 });
        for (var failure = 1; failure <= 2; failure++)
        {
            Break(actor);
            Assert.False(actor.IsTerminated);
        }

        Break(actor);
        Assert.True(actor.IsTerminated);
        Assert.Equal(["start 1", "stop 1", "start 2", "stop 2", "start 3", "stop 3"], _log);
        Assert.Equal(["Restart", "Restart", "Stop"], _world.Failures.Select(failure => failure.Split(": ")[1]));
    }

    [Fact]
    public void Failures_WindowSlides_ActorGoesOn()
    {
        var window = TimeSpan.FromSeconds(10);
        var actor = Spawn(Steady with { RestartsMax = 2, RestartWindow = window, BackoffMax = 100 * Pause });
        for (var failure = 0; failure < 20; failure++)
        {
            var before = _world.Time.GetUtcNow();
            Break(actor, TimeSpan.Zero);

            // The pauses slide too: never more than two failures are in a window.
            Assert.InRange(_world.Time.NextDue()!.Value - before, Pause, 2 * Pause);
            _world.Pass(window / 2 + Pause);
            Assert.False(actor.IsTerminated, $"terminated by failure {failure}");
        }

        Break(actor, TimeSpan.FromSeconds(1));
        Break(actor, TimeSpan.FromSeconds(1));
        Assert.True(actor.IsTerminated);
    }

    [Fact]
    public void Failure_DecidedAsStop_StopsAtOnce()
    {
        var actor = Spawn(new SupervisorStrategy(
            error => error is InvalidOperationException ? Directive.Stop : Directive.Restart));
        actor.Tell(_ => throw new NotSupportedException("once"));
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.False(actor.IsTerminated);
        Break(actor);
        Assert.True(actor.IsTerminated);
        Assert.Equal(["start 1", "stop 1", "start 2", "stop 2"], _log);
    }

    [Fact]
    public void Constructor_Fails_IsTriedAgain()
    {
        var tries = 0;
        var got = new List<int>();
        var actor = _world.System.Spawn(
            "actor",
            () => ++tries < 3 ? throw new InvalidOperationException("broken") : new Collector<int>(got),
            new SpawnOptions { Supervision = Steady });
        actor.Tell(1);
        _world.Pass(2 * Pause);
        Assert.Equal(3, tries);
        Assert.Equal([1], got);
        Assert.Equal(["/actor: Restart: broken", "/actor: Restart: broken"], _world.Failures);
    }

    [Fact]
    public void PreStart_Fails_IsTriedAgainAndStopped()
    {
        var incarnations = 0;
        var actor = _world.System.Spawn(
            "actor",
            () =>
            {
                var number = ++incarnations;
                return new Puppet(
                    puppet =>
                    {
                        _log.Add($"start {number}");
                        _ = number < 2 ? throw new InvalidOperationException("broken") : puppet;
                    },
                    _ => _log.Add($"stop {number}"));
            },
            new SpawnOptions { Supervision = Steady });
        actor.Tell(_ => _log.Add("message"));
        _world.Pass(Pause);
        Assert.Equal(["start 1", "stop 1", "start 2", "message"], _log);
    }

    [Fact]
    public void PostStop_Fails_IsReportedAndChangesNothing()
    {
        var starts = 0;
        var actor = _world.System.Spawn(
            "actor", () => new Puppet(_ => starts++, _ => throw new InvalidOperationException("in PostStop")),
            new SpawnOptions { Supervision = Steady });
        actor.Tell(_ => throw new InvalidOperationException("in Receive"));
        _world.Pass(Pause);
        Assert.Equal(2, starts);
        actor.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        Assert.True(actor.IsTerminated);
        Assert.Equal(
            ["/actor: Restart: in Receive", "/actor: Stop: in PostStop", "/actor: Stop: in PostStop"],
            _world.Failures);
    }

    [Fact]
    public void Restart_Children_StopBeforeTheirParentReturns()
    {
        var incarnation = 0;
        var parent = _world.System.Spawn(
            "parent",
            () =>
            {
                var number = ++incarnation;
                return new Puppet(
                    puppet =>
                    {
                        // The names of the earlier children are free again.
                        puppet.World.Spawn("a", () => new Puppet(onStop: _ => _log.Add($"a {number} stopped")));
                        puppet.World.Spawn("b", () => new Puppet(onStop: _ => _log.Add($"b {number} stopped")));
                        _log.Add($"parent {number} started");
                    },
                    _ => _log.Add($"parent {number} stopped"));
            },
            new SpawnOptions { Supervision = Steady });
        _world.Settle();
        Break(parent);
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("parent 1 started", _log[0]);
        Assert.Equal(["a 1 stopped", "b 1 stopped"], _log[1..3].Order());
        Assert.Equal(["parent 1 stopped", "parent 2 started"], _log[3..]);
        Assert.Single(_world.Failures);
    }

    [Fact]
    public void Restart_Stopping_IsCancelledForTheOldIncarnationOnly()
    {
        var tokens = new List<CancellationToken>();
        var actor = _world.System.Spawn(
            "actor", () => new Puppet(puppet => tokens.Add(puppet.World.Stopping)),
            new SpawnOptions { Supervision = Steady });
        _world.Settle();
        Assert.False(tokens[0].IsCancellationRequested);
        Break(actor);
        Assert.Equal([true, false], tokens.Select(token => token.IsCancellationRequested));
        actor.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        Assert.Equal([true, true], tokens.Select(token => token.IsCancellationRequested));
    }

    private IActorRef<Action<Puppet>> Spawn(SupervisorStrategy strategy)
    {
        var incarnations = 0;
        return _world.System.Spawn(
            "actor",
            () =>
            {
                var number = ++incarnations;
                return new Puppet(_ => _log.Add($"start {number}"), _ => _log.Add($"stop {number}"));
            },
            new SpawnOptions { Supervision = strategy });
    }

    /// <summary>Lets it fail, and the time pass that it needs to return.</summary>
    private void Break(IActorRef<Action<Puppet>> actor, TimeSpan? wait = null)
    {
        actor.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(wait ?? Pause);
    }
}
