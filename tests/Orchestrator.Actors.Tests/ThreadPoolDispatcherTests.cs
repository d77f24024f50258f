namespace Orchestrator.Actors.Tests;

/// <summary>The kernel on real threads. What these find depends on luck, so they try often.</summary>
public sealed class ThreadPoolDispatcherTests
{
    /// <summary>Only a lost wake-up or a lost message takes so long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Tell_ManyThreads_LosesAndDoublesNothing()
    {
        const int Senders = 4;
        const int Messages = 100_000;
        await using var system = NewSystem();
        var last = new int[Senders];
        var (inside, overlaps, disorders, got) = (0, 0, 0, 0);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = system.Spawn(
            "receiver",
            () => new Receiver<(int Sender, int Number)>(message =>
            {
                overlaps += Interlocked.Exchange(ref inside, 1);
                disorders += message.Number == last[message.Sender] + 1 ? 0 : 1;
                last[message.Sender] = message.Number;
                Volatile.Write(ref inside, 0);
                if (++got == Senders * Messages)
                {
                    done.SetResult();
                }
            }),
            new() { MailboxCapacity = Senders * Messages });
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
        {
            for (var number = 1; number <= Messages; number++)
            {
                Assert.True(receiver.Tell((sender, number)));
            }
        }, TestContext.Current.CancellationToken)));
        await Within(done.Task, () => $"{got} of {Senders * Messages} messages arrived");
        Assert.Equal((0, 0), (overlaps, disorders));
        Assert.Equal(0, system.DeadLetters);
    }

    [Fact]
    public async Task Tell_SmallMailbox_AcceptsOrCountsEach()
    {
        const int Senders = 4;
        const int Messages = 50_000;
        await using var system = NewSystem();
        var (got, accepted) = (0, 0);
        var receiver = system.Spawn("receiver", () => new Receiver<int>(_ => got++), new() { MailboxCapacity = 8 });
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() =>
        {
            for (var number = 0; number < Messages; number++)
            {
                Interlocked.Add(ref accepted, receiver.Tell(number) ? 1 : 0);
            }
        }, TestContext.Current.CancellationToken)));
        await system.DisposeAsync();
        Assert.Equal(Senders * Messages, got + system.DeadLetters);

        // A stop overtakes what is told; on a busy machine it may come before the first turn.
        Assert.InRange(got, 0, accepted);
    }

    [Fact]
    public async Task Tell_WhileTheTurnEnds_IsNotForgotten()
    {
        // One message at a time: each tell meets the end of the turn of the message before it.
        const int Messages = 200_000;
        await using var system = NewSystem();
        var got = 0;
        var receiver = system.Spawn("receiver", () => new Receiver<int>(number => Volatile.Write(ref got, number)));
        await Task.Run(() =>
        {
            for (var number = 1; number <= Messages; number++)
            {
                receiver.Tell(number);
                var arrived = SpinWait.SpinUntil(() => Volatile.Read(ref got) == number, Limit);
                Assert.True(arrived, $"message {number} was forgotten");
            }
        }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Tell_WhileItStops_IsHandledOrADeadLetter()
    {
        const int Rounds = 2_000;
        const int TellsMax = 500;
        await using var system = NewSystem();
        var (got, told) = (0L, 0L);
        for (var round = 0; round < Rounds; round++)
        {
            // The stop has its turn on a pool thread while this one goes on telling.
            var actor = system.Spawn($"actor-{round}", () => new Receiver<int>(_ => got++));
            ((ActorCell)actor).PostStopRequest();
            var tells = 0;
            do
            {
                tells++;
            }
            while (actor.Tell(round) && tells < TellsMax);

            told += tells;
            await Within(((ActorCell)actor).Terminated, () => $"actor {round} did not terminate");
        }

        Assert.True(
            await Eventually(() => Volatile.Read(ref got) + system.DeadLetters == told),
            $"told {told}, handled {got}, dead letters {system.DeadLetters}");
    }

    [Fact]
    public async Task Ask_ManyAtOnce_AreAllAnswered()
    {
        await using var system = NewSystem();
        var echo = system.Spawn("echo", () => new Receiver<(IReplyTo<int> Reply, int Number)>(
            message => message.Reply.Reply(message.Number)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number =>
            echo.AskAsync<(IReplyTo<int>, int), int>(
                reply => (reply, number), Limit, TimeProvider.System, TestContext.Current.CancellationToken)));
        Assert.Equal(Enumerable.Range(0, 1000), answers);
    }

    private static ActorSystem NewSystem() => new("test", new() { Random = Random.Shared });

    private static async Task Within(Task task, Func<string> otherwise)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail(otherwise());
        }
    }

    private static async Task<bool> Eventually(Func<bool> condition) =>
        await Task.Run(() => SpinWait.SpinUntil(condition, Limit), TestContext.Current.CancellationToken);

    private sealed class Receiver<TMessage>(Action<TMessage> receive) : Actor<TMessage>
        where TMessage : notnull
    {
        protected override void Receive(TMessage message) => receive(message);
    }
}
