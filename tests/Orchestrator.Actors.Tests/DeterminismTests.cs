using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Testing.Actors;

namespace Orchestrator.Actors.Tests;

/// <summary>One seed is one run: what a simulated branch shows, it shows again.</summary>
public sealed class DeterminismTests
{
    private const int SeedsMax = 200;

    [Fact]
    public void AnySeed_RunTwice_HappensTheSame() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(SeedsMax),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var (first, second) = (Trace(seed), Trace(seed));
            return (first.Count > 100 && first.SequenceEqual(second)).Label(
                $"seed {seed}: {first.Count} and {second.Count} steps, the first difference is "
                + first.Zip(second).FirstOrDefault(pair => pair.First != pair.Second));
        }));

    [Fact]
    public void Seeds_Different_HappenDifferently()
    {
        var traces = Enumerable.Range(0, 20).Select(seed => string.Join('\n', Trace(seed)));
        Assert.Equal(20, traces.Distinct().Count());
    }

    /// <summary>
    /// A small town: actors that tell each other numbers, start timers, pipe tasks, spawn, watch and stop children, and
    /// fail now and then.
    /// </summary>
    private static List<string> Trace(int seed)
    {
        var world = new ActorWorld(seed);
        var trace = new List<string>();
        var actors = new List<IActorRef<Action<Puppet>>>();
        void Step(Puppet puppet, int left)
        {
            var random = puppet.World.Random;
            trace.Add($"{world.Time.GetUtcNow():mm:ss.fffffff} {puppet.World.Self.Path} {left}");
            if (left == 0)
            {
                return;
            }

            void Next(Puppet next) => Step(next, left - 1);
            actors[random.Next(actors.Count)].Tell(Next);
            switch (random.Next(8))
            {
                case 0:
                    puppet.World.StartTimer(random.Next(2), TimeSpan.FromMilliseconds(random.Next(500)), Next);
                    break;
                case 1:
                    puppet.World.PipeToSelf(Task.CompletedTask, () => Next, error => throw error);
                    break;
                case 2:
                    var child = puppet.World.Spawn($"child-{left}", () => new Puppet(_ => trace.Add("child")));
                    puppet.World.Watch(child, _ => trace.Add($"{child.Path} gone"));
                    puppet.World.Stop(child);
                    break;
                case 3:
                    throw new InvalidOperationException($"broken at {left}");
            }
        }

        for (var i = 0; i < 5; i++)
        {
            actors.Add(world.System.Spawn($"actor-{i}", () => new Puppet(onStop: _ => trace.Add("stop")), new()
            {
                MailboxCapacity = 20,
            }));
        }

        actors.ForEach(actor => actor.Tell(puppet => Step(puppet, 25)));
        world.Pass(TimeSpan.FromMinutes(2));
        return [.. trace, .. world.Failures, .. world.DeadLetters.Select(letter => letter.Path + letter.Reason)];
    }
}
