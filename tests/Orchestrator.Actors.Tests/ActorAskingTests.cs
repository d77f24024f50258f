using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

public sealed class ActorAskingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ActorWorld _world = new(1);

    [Fact]
    public void Ask_Answered_ReturnsTheAnswer()
    {
        var actor = Answering(question => question.Reply.Reply("yes"));
        Assert.Equal("yes", _world.Run(() => AskAsync(actor)));
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Ask_AnsweredTwice_TakesTheFirst()
    {
        var actor = Answering(question =>
        {
            question.Reply.Reply("first");
            question.Reply.Reply("second");
            question.Reply.Fail(new InvalidOperationException("third"));
        });
        Assert.Equal("first", _world.Run(() => AskAsync(actor)));
        Assert.Empty(_world.Failures);
    }

    [Fact]
    public void Ask_NotAnswered_NamesActorAndMessage()
    {
        IReplyTo<string>? late = null;
        var actor = Answering(question => late = question.Reply);
        var asked = AskAsync(actor);
        _world.Pass(Limit - TimeSpan.FromTicks(1));
        Assert.False(asked.IsCompleted);
        _world.Pass(TimeSpan.FromTicks(1));
        var error = Assert.Throws<AskTimeoutException>(() => _world.Run(() => asked));
        Assert.Equal("actor /answering did not answer Question within 00:00:05", error.Message);

        // The way back outlives the question; an answer on it reaches nobody and hurts nobody.
        late!.Reply("late");
        _world.Settle();
        Assert.Empty(_world.Failures);
    }

    [Fact]
    public void Ask_ActorFails_IsNotAnswered()
    {
        var actor = Answering(_ => throw new InvalidOperationException("broken"));
        var asked = AskAsync(actor);
        _world.Pass(Limit);
        Assert.Throws<AskTimeoutException>(() => _world.Run(() => asked));
        Assert.Equal(["/answering: Restart: broken"], _world.Failures);
    }

    [Fact]
    public void Ask_MailboxFull_FailsAtOnce()
    {
        var actor = Answering(question => question.Reply.Reply("yes"), capacity: 1);
        var first = AskAsync(actor);
        var second = AskAsync(actor);
        Assert.True(second.IsFaulted);
        var error = Assert.Throws<AskTimeoutException>(() => _world.Run(() => second));
        Assert.Equal(
            "actor /answering takes no Question: it is terminated or its mailbox is full", error.Message);
        Assert.Equal(DeadLetterReason.MailboxFull, Assert.Single(_world.DeadLetters).Reason);
        Assert.Equal("yes", _world.Run(() => first));
    }

    [Fact]
    public void Ask_Terminated_FailsAtOnce()
    {
        var actor = Answering(_ => { });
        _world.Run(async () =>
        {
            await _world.System.DisposeAsync();
            return true;
        });
        Assert.True(AskAsync(actor).IsFaulted);
        Assert.Equal(DeadLetterReason.Terminated, Assert.Single(_world.DeadLetters).Reason);
    }

    [Fact]
    public void Ask_AnsweredByFailure_PassesTheException()
    {
        var failure = new InvalidOperationException("no such thing");
        var actor = Answering(question => question.Reply.Fail(failure));
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => _world.Run(() => AskAsync(actor))));
        Assert.Empty(_world.Failures);
    }

    [Fact]
    public void Ask_AnsweredByATimeout_PassesIt()
    {
        var failure = new AskTimeoutException("somebody else did not answer");
        var actor = Answering(question => question.Reply.Fail(failure));
        Assert.Same(failure, Assert.Throws<AskTimeoutException>(() => _world.Run(() => AskAsync(actor))));
    }

    [Fact]
    public void Ask_Cancelled_StopsWaiting()
    {
        using var cancellation = new CancellationTokenSource();
        var actor = Answering(_ => { });
        var asked = AskAsync(actor, cancellation.Token);
        _world.Settle();
        Assert.False(asked.IsCompleted);
        cancellation.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _world.Run(() => asked));
        Assert.Equal(0, _world.Time.PendingTimers);
    }

    [Fact]
    public void Ask_FromAnActor_ComesBackAsAMessage()
    {
        var actor = Answering(question => question.Reply.Reply("yes"));
        var got = new TaskCompletionSource<string>();
        _world.System.Spawn("asker", () => new Puppet()).Tell(puppet => puppet.World.PipeToSelf(
            AskAsync(actor), answer => _ => got.SetResult(answer), error => _ => got.SetException(error)));
        Assert.Equal("yes", _world.Run(() => got.Task));
    }

    private Task<string> AskAsync(IActorRef<Question> actor, CancellationToken? cancellation = null) =>
        actor.AskAsync<Question, string>(
            reply => new Question(reply), Limit, _world.Time,
            cancellation ?? TestContext.Current.CancellationToken);

    private IActorRef<Question> Answering(Action<Question> answer, int capacity = 10) => _world.System.Spawn(
        "answering", () => new Answerer(answer), new SpawnOptions { MailboxCapacity = capacity });

    private sealed record Question(IReplyTo<string> Reply);

    private sealed class Answerer(Action<Question> answer) : Actor<Question>
    {
        protected override void Receive(Question message) => answer(message);
    }
}
