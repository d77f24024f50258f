using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>A failure that a supervisor takes as its own, up to the root.</summary>
public sealed class EscalationTests
{
    private static readonly SupervisorStrategy Escalating = new(_ => Directive.Escalate);

    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];

    [Fact]
    public void Escalate_ParentThatRestarts_TakesItsOtherChildrenAlong()
    {
        var middle = 0;
        Exception? cause = null;
        var supervision = new SupervisorStrategy(error =>
        {
            cause = error;
            return Directive.Restart;
        });
        _world.System.Spawn("root", () => new Puppet(root => root.World.Spawn(
            "middle",
            () => new Puppet(puppet =>
            {
                var fails = ++middle == 1;
                puppet.World.Spawn("sibling", () => new Puppet(onStop: _ => _log.Add("sibling stopped")));
                puppet.World.Spawn("child", () => new Puppet(), new SpawnOptions { Supervision = Escalating })
                    .Tell(child => _ = fails ? throw new InvalidOperationException("broken") : child);
            }),
            new SpawnOptions { Supervision = supervision })));
        _world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(2, middle);
        Assert.Equal(["sibling stopped"], _log);
        var escalation = Assert.IsType<ActorEscalationException>(cause);
        Assert.Equal("/root/middle/child", escalation.ActorPath);
        Assert.Equal("broken", escalation.InnerException!.Message);
        Assert.Equal(
            ["/root/middle/child: Escalate: broken", $"/root/middle: Restart: {escalation.Message}"],
            _world.Failures);
        Assert.False(_world.System.Failed.IsCompleted);
    }

    [Fact]
    public void Escalate_Root_FailsTheSystem()
    {
        var root = _world.System.Spawn("root", () => new Puppet(), new SpawnOptions { Supervision = Escalating });
        _world.Settle();
        Assert.False(_world.System.Failed.IsCompleted);
        root.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Settle();
        Assert.True(root.IsTerminated);
        var failure = Assert.IsType<ActorEscalationException>(_world.Run(() => _world.System.Failed));
        Assert.Equal("/root", failure.ActorPath);
        Assert.Equal("broken", failure.InnerException!.Message);
    }

    [Fact]
    public void Escalate_ToARoot_FailsTheSystemWhateverTheRootDecides()
    {
        // A root that would restart: there is nobody above it who could decide about its child.
        var root = _world.System.Spawn("root", () => new Puppet(puppet => puppet.World
            .Spawn("child", () => new Puppet(), new SpawnOptions { Supervision = Escalating })
            .Tell(_ => throw new InvalidOperationException("broken"))));
        _world.Settle();
        Assert.True(root.IsTerminated);
        var failure = Assert.IsType<ActorEscalationException>(_world.Run(() => _world.System.Failed));
        Assert.Equal("/root/child", Assert.IsType<ActorEscalationException>(failure.InnerException).ActorPath);
    }

    [Fact]
    public void Escalate_ToAParentThatFailedItself_FailsItOnce()
    {
        var dispatcher = new FirstComeDispatcher();
        var failures = new List<string>();
        var system = new ActorSystem("test", new()
        {
            Dispatcher = dispatcher,
            Random = new Random(1),
            OnFailure = (path, _, directive) => failures.Add($"{path}: {directive}"),
        });
        IActorRef<Action<Puppet>>? child = null;
        var parent = system.Spawn("parent", () => new Puppet(puppet => child = puppet.World.Spawn(
            "child", () => new Puppet(), new SpawnOptions { Supervision = Escalating })));
        dispatcher.RunUntilIdle();

        // The parent fails while the child is in the turn in which it fails.
        child!.Tell(_ =>
        {
            parent.Tell(_ => throw new InvalidOperationException("parent"));
            Assert.True(dispatcher.RunOne());
            throw new InvalidOperationException("child");
        });
        dispatcher.RunUntilIdle();
        Assert.Equal(["/parent: Restart", "/parent/child: Escalate"], failures);
        Assert.True(child.IsTerminated);
        Assert.False(parent.IsTerminated);
        Assert.False(system.Failed.IsCompleted);
    }

    [Fact]
    public void Exhausted_WhenEscalating_FailsTheParent()
    {
        var root = _world.System.Spawn("root", () => new Puppet(puppet => puppet.World.Spawn(
            "child", () => new Puppet(_ => throw new InvalidOperationException("broken")),
            new SpawnOptions
            {
                Supervision = SupervisorStrategy.Default with { RestartsMax = 2, WhenExhausted = Directive.Escalate },
            })));
        _world.Pass(TimeSpan.FromSeconds(10));
        Assert.True(root.IsTerminated);
        Assert.True(_world.System.Failed.IsCompletedSuccessfully);
        Assert.Equal(
            ["/root/child: Restart", "/root/child: Restart", "/root/child: Escalate", "/root: Escalate"],
            _world.Failures.Select(failure => string.Join(": ", failure.Split(": ")[..2])));
    }
}
