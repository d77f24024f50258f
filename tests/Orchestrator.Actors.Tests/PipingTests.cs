using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>What a task's outcome becomes.</summary>
public sealed class PipingTests
{
    private readonly ActorWorld _world = new(1);
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource<int> _work = new();

    /// <summary>A task with one waiter ends in the turn of whoever ends it; with more, the runtime may send the others
    /// to other threads.</summary>
    private readonly TaskCompletionSource _chore = new();
    private readonly IActorRef<Action<Puppet>> _actor;

    public PipingTests() => _actor = _world.System.Spawn("actor", () => new Puppet());

    [Fact]
    public void Task_Succeeds_IsAMessage()
    {
        Pipe();
        Assert.Empty(_log);
        Succeed();
        Assert.Empty(_log);
        _world.Settle();
        Assert.Equal(["got 7", "done"], _log);
    }

    [Fact]
    public void Task_FinishedAlready_IsAMessageAfterThisOne()
    {
        Succeed();
        Pipe(puppet => _log.Add("piped"));
        Assert.Equal(["piped", "got 7", "done"], _log);
    }

    [Fact]
    public void Task_Fails_IsAMessageWithItsException()
    {
        Pipe();
        _work.SetException(new InvalidOperationException("broken"));
        _chore.SetException(new InvalidOperationException("broken"));
        _world.Settle();
        Assert.Equal(["InvalidOperationException: broken", "InvalidOperationException: broken"], _log);
        Assert.Empty(_world.Failures);
    }

    [Fact]
    public void Task_Cancelled_IsAFailure()
    {
        Pipe();
        _work.SetCanceled(TestContext.Current.CancellationToken);
        _chore.SetCanceled(TestContext.Current.CancellationToken);
        _world.Settle();
        Assert.Equal(2, _log.Count);
        Assert.All(_log, text => Assert.Equal("OperationCanceledException: the operation was cancelled", text));
    }

    [Fact]
    public void Outcome_IncarnationRestarted_IsLost()
    {
        Pipe();
        _actor.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Pass(TimeSpan.FromSeconds(1));
        Succeed();
        _actor.Tell(_ => _log.Add("alive"));
        _world.Settle();
        Assert.Equal(["alive"], _log);
    }

    [Fact]
    public void Outcome_DuringBackoff_IsLost()
    {
        Pipe();
        _actor.Tell(_ => throw new InvalidOperationException("broken"));
        _world.Settle();
        Succeed();
        _world.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(_log);
        Assert.Single(_world.Failures);
    }

    [Fact]
    public void Outcome_ActorTerminated_IsLost()
    {
        Pipe();
        _actor.Tell(puppet => puppet.World.StopSelf());
        _world.Settle();
        Succeed();
        _world.Settle();
        Assert.Empty(_log);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void Outcome_HandlerFails_RestartsTheActor()
    {
        _actor.Tell(puppet => puppet.World.PipeToSelf(
            _work.Task, _ => throw new InvalidOperationException("mapping"), error => throw error));
        _world.Settle();
        _work.SetResult(7);
        _world.Settle();
        Assert.Equal(["/actor: Restart: mapping"], _world.Failures);
    }

    private void Succeed()
    {
        _work.SetResult(7);
        _chore.SetResult();
    }

    private void Pipe(Action<Puppet>? then = null)
    {
        _actor.Tell(puppet =>
        {
            puppet.World.PipeToSelf(_work.Task, value => _ => _log.Add($"got {value}"), Failed);
            puppet.World.PipeToSelf(_chore.Task, () => _ => _log.Add("done"), Failed);
            then?.Invoke(puppet);
        });
        _world.Settle();
    }

    private Action<Puppet> Failed(Exception error) => _ => _log.Add($"{error.GetType().Name}: {error.Message}");
}
