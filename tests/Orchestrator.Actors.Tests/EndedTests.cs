using Orchestrator.Actors.Tests.Persistence;
using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>
/// PostStop lets go: what it began would belong to the next incarnation, or live on without an owner.
/// </summary>
public sealed class EndedTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];

    [Fact]
    public void PostStop_StartsATimer_IsRefused() => Refuses(
        puppet => puppet.World.StartPeriodicTimer("key", Second, _ => _log.Add("tick")));

    [Fact]
    public void PostStop_StartsAChild_IsRefused() => Refuses(
        puppet => puppet.World.Spawn("child", () => new Puppet(_ => _log.Add("child"))));

    [Fact]
    public void PostStop_PipesATask_IsRefused() => Refuses(
        puppet => puppet.World.PipeToSelf(Task.CompletedTask, () => _ => _log.Add("piped"), error => throw error));

    [Fact]
    public void PostStop_Watches_IsRefused()
    {
        var other = _world.System.Spawn("other", () => new Puppet());
        Refuses(puppet => puppet.World.Watch(other, _ => _log.Add("gone")));
        other.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        Assert.Empty(_log);
    }

    [Fact]
    public void PostStop_Persists_IsRefused()
    {
        var world = new LedgerWorld();
        var ledger = world.Spawn(onStop: it => it.Write("late", () => _log.Add("committed")));
        ledger.Tell(_ => throw new InvalidOperationException("broken"));
        world.Actors.Pass(Second);
        Assert.Empty(_log);
        Assert.Equal("", world.Stored());
        Assert.Contains("/ledger: Stop: actor /ledger has ended", world.Actors.Failures[1], StringComparison.Ordinal);
    }

    /// <summary>Ends two incarnations: by a failure, and for good.</summary>
    private void Refuses(Action<Puppet> inPostStop)
    {
        var actor = _world.System.Spawn("actor", () => new Puppet(onStop: inPostStop));
        actor.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(10 * Second);
        actor.Tell(puppet => puppet.World.StopSelf());
        _world.Pass(10 * Second);
        Assert.True(actor.IsTerminated);
        Assert.Empty(_log);
        Assert.Equal(0, _world.Time.PendingTimers);
        Assert.Equal(3, _world.Failures.Count);
        Assert.All(_world.Failures.Skip(1), failure =>
            Assert.StartsWith("/actor: Stop: actor /actor has ended;", failure, StringComparison.Ordinal));
    }
}
