using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>The end: children first, whatever the actor is at, and its name is free again.</summary>
public sealed class StoppingTests
{
    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];

    [Fact]
    public void Stop_Tree_EndsFromItsLeaves()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new ActorWorld(seed);
            _log.Clear();
            var root = world.System.Spawn("root", () => Node("root", root =>
            {
                root.World.Spawn("left", () => Node("left", left => left.World.Spawn("leaf", () => Node("leaf"))));
                root.World.Spawn("right", () => Node("right"));
            }));
            world.Settle();
            root.Tell(puppet => puppet.World.StopSelf());
            world.Settle();
            Assert.True(root.IsTerminated);
            Assert.Equal(["leaf", "left", "right", "root"], _log.Order());
            Assert.True(
                _log.IndexOf("leaf") < _log.IndexOf("left") && _log[3] == "root",
                $"seed {seed}: ended as {string.Join(", ", _log)}");
        }
    }

    [Fact]
    public void Dispose_System_WaitsForEverybody()
    {
        var roots = Enumerable.Range(0, 3).Select(number => _world.System.Spawn($"root-{number}", () => Node(
            "root", root => root.World.Spawn("child", () => Node("child"))))).ToList();
        _world.Settle();
        var disposed = _world.System.DisposeAsync().AsTask();
        Assert.False(disposed.IsCompleted);
        _world.Run(async () =>
        {
            await disposed;
            return true;
        });
        Assert.All(roots, root => Assert.True(root.IsTerminated));
        Assert.Equal(6, _log.Count);
    }

    [Fact]
    public void Stop_DuringBackoff_EndsWithoutANewIncarnation()
    {
        var starts = 0;
        var actor = _world.System.Spawn("actor", () => new Puppet(_ => starts++));
        actor.Tell(_ => throw new InvalidOperationException("broken"));
        actor.Tell(_ => Assert.Fail("a message of a stopped actor was handled"));
        _world.Settle();
        Assert.Equal(1, _world.Time.PendingTimers);
        ((ActorCell)actor).PostStopRequest();
        _world.Settle();
        Assert.True(actor.IsTerminated);
        Assert.Equal(0, _world.Time.PendingTimers);
        Assert.Single(_world.DeadLetters);
        _world.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(1, starts);
    }

    [Fact]
    public void Stop_WhileChildrenStopForARestart_EndsTheActor()
    {
        var dispatcher = new FirstComeDispatcher();
        var system = new ActorSystem("test", new() { Dispatcher = dispatcher, Random = new Random(1) });
        var starts = 0;
        var parent = system.Spawn("parent", () => new Puppet(
            puppet =>
            {
                starts++;
                puppet.World.Spawn("child", () => Node("child"));
            },
            _ => _log.Add("parent")));
        dispatcher.RunUntilIdle();

        parent.Tell(_ => throw new InvalidOperationException("broken"));
        Assert.True(dispatcher.RunOne());
        ((ActorCell)parent).PostStopRequest();
        Assert.Empty(_log);
        dispatcher.RunUntilIdle();
        Assert.True(parent.IsTerminated);
        Assert.Equal(["child", "parent"], _log);
        Assert.Equal(1, starts);
    }

    [Fact]
    public void Stop_BeforeTheFirstTurn_EndsWithoutStarting()
    {
        var parent = _world.System.Spawn("parent", () => new Puppet());
        var starts = 0;
        IActorRef? child = null;
        parent.Tell(puppet =>
        {
            child = puppet.World.Spawn("child", () => new Puppet(_ => starts++));
            puppet.World.Stop(child);
            puppet.World.Stop(child);
        });
        _world.Settle();
        Assert.True(child!.IsTerminated);
        Assert.InRange(starts, 0, 1);
    }

    [Fact]
    public void Name_OfALivingChild_CannotBeUsedAgain()
    {
        var parent = _world.System.Spawn("parent", () => new Puppet());
        parent.Tell(puppet => puppet.World.Spawn("child", () => new Puppet()));
        parent.Tell(puppet => puppet.World.Spawn("child", () => new Puppet()));
        _world.Settle();
        Assert.Equal(
            ["/parent: Restart: actor /parent has a child named 'child' already; it must terminate first"],
            _world.Failures);
    }

    [Fact]
    public void Name_OfATerminatedChild_CanBeUsedAgain()
    {
        var parent = _world.System.Spawn("parent", () => new Puppet());
        parent.Tell(puppet =>
        {
            var child = puppet.World.Spawn("child", () => Node("first"));
            puppet.World.Watch(child, again => again.World.Spawn("child", () => Node("second")));
            puppet.World.Stop(child);
        });
        _world.Settle();
        Assert.Empty(_world.Failures);
        Assert.Equal(["first"], _log);
        ((ActorCell)parent).PostStopRequest();
        _world.Settle();
        Assert.Equal(["first", "second"], _log);
    }

    [Fact]
    public void Name_OfARoot_IsFreeOnceItTerminated()
    {
        var root = _world.System.Spawn("root", () => new Puppet());
        Assert.Throws<InvalidOperationException>(() => _world.System.Spawn("root", () => new Puppet()));
        root.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        var next = _world.System.Spawn("root", () => new Puppet());
        next.Tell(_ => _log.Add("next"));
        _world.Settle();
        Assert.Equal(["next"], _log);
    }

    private Puppet Node(string name, Action<Puppet>? onStart = null) => new(onStart, _ => _log.Add(name));
}
