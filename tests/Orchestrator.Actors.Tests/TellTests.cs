using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>The mailbox: order, bound, fairness, and what becomes of a message that nobody gets.</summary>
public sealed class TellTests
{
    private const int MessagesPerTurn = 256;

    [Fact]
    public void Tell_ManySenders_KeepsTheOrderOfEach()
    {
        const int Senders = 4;
        const int Messages = 50;
        var interleavings = new HashSet<string>();
        for (var seed = 0; seed < 20; seed++)
        {
            var world = new ActorWorld(seed);
            var got = new List<(int Sender, int Number)>();
            var receiver = world.System.Spawn("receiver", () => new Collector<(int Sender, int Number)>(got));
            for (var sender = 0; sender < Senders; sender++)
            {
                // A sender tells one number a turn: it tells itself to go on.
                var (id, number) = (sender, 0);
                void Next(Puppet puppet)
                {
                    receiver.Tell((id, number));
                    if (++number < Messages)
                    {
                        puppet.World.PipeToSelf(Task.CompletedTask, () => Next, error => throw error);
                    }
                }

                world.System.Spawn($"sender-{sender}", () => new Puppet()).Tell(Next);
            }

            world.Settle();
            for (var sender = 0; sender < Senders; sender++)
            {
                var numbers = got.Where(message => message.Sender == sender).Select(message => message.Number);
                var inOrder = numbers.SequenceEqual(Enumerable.Range(0, Messages));
                Assert.True(inOrder, $"seed {seed}: {string.Join(' ', got)}");
            }

            interleavings.Add(string.Join(' ', got));
        }

        Assert.True(interleavings.Count > 1, "all seeds gave one interleaving, so no order was put to the test");
    }

    [Fact]
    public void Tell_MailboxFull_IsADeadLetter()
    {
        var world = new ActorWorld(1);
        var got = new List<int>();
        var actor = world.System.Spawn("small", () => new Collector<int>(got), new() { MailboxCapacity = 3 });
        Assert.Equal([true, true, true, false, false], Enumerable.Range(1, 5).Select(actor.Tell).ToArray());
        Assert.Equal(
            [new DeadLetter("/small", 4, DeadLetterReason.MailboxFull),
                new DeadLetter("/small", 5, DeadLetterReason.MailboxFull)],
            world.DeadLetters);
        Assert.Equal(2, world.System.DeadLetters);

        world.Settle();
        Assert.Equal([true, true, true, false], Enumerable.Range(6, 4).Select(actor.Tell).ToArray());
        world.Settle();
        Assert.Equal([1, 2, 3, 6, 7, 8], got);
    }

    [Fact]
    public void Tell_Terminated_IsADeadLetter()
    {
        var world = new ActorWorld(1);
        var actor = world.System.Spawn("short", () => new Puppet());
        actor.Tell(puppet => puppet.World.StopSelf());
        Assert.False(actor.IsTerminated);
        world.Settle();
        Assert.True(actor.IsTerminated);

        static void Late(Puppet puppet) => Assert.Fail("a terminated actor got a message");
        Assert.False(actor.Tell(Late));
        world.Settle();
        Assert.Equal([new DeadLetter("/short", (Action<Puppet>)Late, DeadLetterReason.Terminated)], world.DeadLetters);
        Assert.Equal(1, world.System.DeadLetters);
    }

    [Fact]
    public void Stop_MessagesWaiting_AreDeadLetters()
    {
        var world = new ActorWorld(1);
        var got = new List<int>();
        var parent = world.System.Spawn("parent", () => new Puppet());
        IActorRef<int>? child = null;
        parent.Tell(puppet =>
        {
            child = puppet.World.Spawn("child", () => new Collector<int>(got));
            child.Tell(1);
            puppet.World.Stop(child);
            child.Tell(2);
        });
        world.Settle();
        Assert.Empty(got);
        Assert.Equal(
            [new DeadLetter("/parent/child", 1, DeadLetterReason.Terminated),
                new DeadLetter("/parent/child", 2, DeadLetterReason.Terminated)],
            world.DeadLetters);
    }

    [Fact]
    public void Tell_WhileItTerminates_IsADeadLetter()
    {
        // Its PostStop runs in the turn in which it terminates: who looks then still sees it alive.
        var world = new ActorWorld(1);
        Action<Puppet> late = _ => Assert.Fail("a terminating actor got a message");
        IActorRef<Action<Puppet>>? actor = null;
        actor = world.System.Spawn("actor", () => new Puppet(onStop: _ => Assert.True(actor!.Tell(late))));
        actor.Tell(puppet => puppet.World.StopSelf());
        world.Settle();
        Assert.Equal([new DeadLetter("/actor", late, DeadLetterReason.Terminated)], world.DeadLetters);
    }

    [Fact]
    public void Turn_OutcomesOnly_EndsAtItsBound()
    {
        var dispatcher = new FirstComeDispatcher();
        var system = new ActorSystem("test", new() { Dispatcher = dispatcher, Random = new Random(1) });
        var left = 10 * MessagesPerTurn;
        void Pipe(Puppet puppet)
        {
            if (--left > 0)
            {
                puppet.World.PipeToSelf(Task.CompletedTask, () => Pipe, error => throw error);
            }
        }

        var busy = system.Spawn("busy", () => new Puppet());
        var leftBefore = 0;
        var other = system.Spawn("other", () => new Puppet());
        dispatcher.RunUntilIdle();
        busy.Tell(Pipe);
        other.Tell(_ => leftBefore = left);
        dispatcher.RunUntilIdle();
        Assert.Equal(9 * MessagesPerTurn, leftBefore);
        Assert.Equal(0, left);
    }

    [Fact]
    public void Turn_ManyMessages_EndsAtItsBound()
    {
        var dispatcher = new FirstComeDispatcher();
        var system = new ActorSystem("test", new() { Dispatcher = dispatcher, Random = new Random(1) });
        var got = new List<int>();
        var busy = system.Spawn("busy", () => new Collector<int>(got));
        var handledBefore = -1;
        var other = system.Spawn("other", () => new Puppet());
        dispatcher.RunUntilIdle();

        for (var i = 0; i < 3 * MessagesPerTurn; i++)
        {
            busy.Tell(i);
        }

        other.Tell(_ => handledBefore = got.Count);
        dispatcher.RunUntilIdle();
        Assert.Equal(MessagesPerTurn, handledBefore);
        Assert.Equal(Enumerable.Range(0, 3 * MessagesPerTurn), got);
    }
}
