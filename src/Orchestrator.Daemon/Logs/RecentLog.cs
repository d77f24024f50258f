using System.Threading.Channels;
using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Logs;

/// <summary>Responsible for the latest log lines, and for handing on new ones to whoever follows.</summary>
internal sealed class RecentLog(TimeProvider time) : ILoggerProvider
{
    /// <summary>Lines that are kept.</summary>
    public const int LinesMax = 1000;

    /// <summary>Lines that wait for a follower; who reads slower misses the oldest.</summary>
    public const int LinesWaitingMax = 1000;

    private readonly Lock _gate = new();
    private readonly Queue<LogLine> _lines = new();
    private readonly List<Channel<LogLine>> _followers = [];

    public ILogger CreateLogger(string categoryName) => new RecentLogger(this, categoryName);

    /// <summary>The latest lines, oldest first, and then, if wanted, every new one until cancelled.</summary>
    public async IAsyncEnumerable<LogLine> ReadAsync(
        int last,
        bool follow,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var (lines, follower) = Begin(last, follow);
        try
        {
            foreach (var line in lines)
            {
                yield return line;
            }

            if (follower is null)
            {
                yield break;
            }

            await foreach (var line in follower.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return line;
            }
        }
        finally
        {
            lock (_gate)
            {
                _followers.Remove(follower!);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _followers.ForEach(follower => follower.Writer.TryComplete());
        }
    }

    internal void Add(LogLevel level, string source, EventId eventId, string text)
    {
        var line = new LogLine(time.GetUtcNow(), Word(level), source, eventId.Id, text);
        lock (_gate)
        {
            if (_lines.Count == LinesMax)
            {
                _lines.Dequeue();
            }

            _lines.Enqueue(line);
            _followers.ForEach(follower => follower.Writer.TryWrite(line));
        }
    }

    /// <summary>Both under one lock: no line is missed between the old ones and the new ones, and none comes
    /// twice.</summary>
    private (IReadOnlyList<LogLine> Lines, Channel<LogLine>? Follower) Begin(int last, bool follow)
    {
        lock (_gate)
        {
            Channel<LogLine>? follower = null;
            if (follow)
            {
                follower = Channel.CreateBounded<LogLine>(
                    new BoundedChannelOptions(LinesWaitingMax) { FullMode = BoundedChannelFullMode.DropOldest });
                _followers.Add(follower);
            }

            return ([.. _lines.TakeLast(last)], follower);
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
