using System.Diagnostics;
using System.Threading.Channels;
using Orchestrator.Actors;

namespace Orchestrator.Benchmarks;

/// <summary>Local tells and asks, beside a bare channel with one reader: the least that a mailbox can cost.</summary>
internal static class ActorsBenchmark
{
    private const int Rounds = 7;
    private const int Tells = 4_000_000;
    private const int Asks = 200_000;

    public static async Task<object> RunAsync()
    {
        var (tells, asks, channel) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            tells.Add(await TellAsync());
            channel.Add(await ChannelAsync());
            asks.Add(await AskAsync());
        }

        return new
        {
            tellsPerSecond = Math.Round(tells.Median),
            asksPerSecond = Math.Round(asks.Median),
            peer = "System.Threading.Channels",
            peerWritesPerSecond = Math.Round(channel.Median),
            ratio = Math.Round(tells.Median / channel.Median, 2),
        };
    }

    private static async Task<double> TellAsync()
    {
        await using var system = NewSystem();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var counter = system.Spawn("counter", () => new Counter(done), new SpawnOptions { MailboxCapacity = Tells });
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Tells; i++)
        {
            counter.Tell(i);
        }

        await done.Task;
        return Tells / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> AskAsync()
    {
        await using var system = NewSystem();
        var echo = system.Spawn("echo", () => new Echo());
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Asks; i++)
        {
            await echo.AskAsync<IReplyTo<int>, int>(reply => reply, TimeSpan.FromSeconds(10), TimeProvider.System);
        }

        return Asks / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> ChannelAsync()
    {
        var channel = Channel.CreateBounded<int>(new BoundedChannelOptions(Tells) { SingleReader = true });
        var reader = Task.Run(async () =>
        {
            for (var count = 0; count < Tells; count++)
            {
                await channel.Reader.ReadAsync();
            }
        });
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Tells; i++)
        {
            channel.Writer.TryWrite(i);
        }

        await reader;
        return Tells / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static ActorSystem NewSystem() => new("bench", new ActorSystemOptions { Random = new Random(1) });

    private sealed class Counter(TaskCompletionSource done) : Actor<int>
    {
        private int _count;

        protected override void Receive(int message)
        {
            if (++_count == Tells)
            {
                done.SetResult();
            }
        }
    }

    private sealed class Echo : Actor<IReplyTo<int>>
    {
        protected override void Receive(IReplyTo<int> message) => message.Reply(1);
    }
}
