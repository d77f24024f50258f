using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

public sealed class TimersTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];
    private readonly IActorRef<Action<Puppet>> _actor;

    public TimersTests() => _actor = _world.System.Spawn("actor", () => new Puppet());

    [Fact]
    public void Timer_Once_FiresOnceWhenDue()
    {
        Do(puppet => puppet.World.StartTimer("key", 2 * Second, _ => Log("once")));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["once at 2"], _log);
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Timer_DueInThePast_FiresAtOnce()
    {
        Do(puppet => puppet.World.StartTimer("key", -Second, _ => Log("late")));
        _world.Pass(TimeSpan.Zero);
        Assert.Equal(["late at 0"], _log);
    }

    [Fact]
    public void Timer_Periodic_FiresUntilCancelled()
    {
        Do(puppet => puppet.World.StartPeriodicTimer("key", Second, again =>
        {
            Log("tick");
            if (_log.Count == 3)
            {
                again.World.CancelTimer("key");
            }
        }));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["tick at 1", "tick at 2", "tick at 3"], _log);
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Timer_OfAnotherKey_IsAnother()
    {
        Do(puppet =>
        {
            puppet.World.StartTimer("a", Second, _ => Log("a"));
            puppet.World.StartTimer("b", Second, _ => Log("b"));
            puppet.World.CancelTimer("c");
            puppet.World.CancelTimer("a");
        });
        _world.Pass(Second);
        Assert.Equal(["b at 1"], _log);
    }

    [Fact]
    public void Timer_Replaced_IsSilent()
    {
        Do(puppet => puppet.World.StartTimer("key", Second, _ => Log("first")));
        Do(puppet => puppet.World.StartTimer("key", 2 * Second, _ => Log("second")));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["second at 2"], _log);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timer_FiredWhenReplacedOrCancelled_IsSilent(bool replaced)
    {
        // Both are on their way when the first is handled: it is the one of a pair that was started first.
        void End(Puppet puppet, string other)
        {
            Log("fired");
            if (replaced)
            {
                puppet.World.StartTimer(other, 5 * Second, _ => Log("replacement"));
            }
            else
            {
                puppet.World.CancelTimer(other);
            }
        }

        Do(puppet =>
        {
            puppet.World.StartTimer("a", Second, one => End(one, "b"));
            puppet.World.StartTimer("b", Second, one => End(one, "a"));
        });
        _world.Time.Advance(Second);
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(replaced ? ["fired at 1", "replacement at 6"] : ["fired at 1"], _log);
    }

    [Fact]
    public void Timer_OnceHandled_ItsKeyIsFree()
    {
        Do(puppet => puppet.World.StartTimer("key", Second, again =>
        {
            Log("first");
            again.World.StartTimer("key", Second, _ => Log("second"));
        }));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["first at 1", "second at 2"], _log);
    }

    [Fact]
    public void Timer_IncarnationEnds_EndsWithIt()
    {
        Do(puppet =>
        {
            puppet.World.StartTimer("once", Second, _ => Log("once"));
            puppet.World.StartPeriodicTimer("periodic", Second, _ => Log("periodic"));
        });
        _actor.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(_log);
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Timer_FiredWhenItsIncarnationFails_IsNotDelivered()
    {
        var supervision = SupervisorStrategy.Default with { BackoffMin = TimeSpan.Zero };
        var actor = _world.System.Spawn("quick", () => new Puppet(), new() { Supervision = supervision });
        actor.Tell(puppet =>
        {
            puppet.World.StartTimer("failing", Second, _ => throw new InvalidOperationException("broken"));
            puppet.World.StartTimer("late", Second, _ => Log("late"));
        });
        _world.Settle();
        _world.Time.Advance(Second);
        actor.Tell(_ => Log("next"));
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["next at 1"], _log);
    }

    [Fact]
    public void Timer_ActorTerminates_EndsWithIt()
    {
        Do(puppet => puppet.World.StartPeriodicTimer("key", Second, _ => Log("tick")));
        Do(puppet => puppet.World.StopSelf());
        Assert.True(_actor.IsTerminated);
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    private void Do(Action<Puppet> message)
    {
        _actor.Tell(message);
        _world.Settle();
    }

    private void Log(string text) => _log.Add(
        $"{text} at {(_world.Time.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds}");
}
