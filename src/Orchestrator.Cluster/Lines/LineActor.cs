using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Cluster.Lines;

/// <summary>
/// Responsible for this node's part of the branch's lines: whoever waits here stands in the store, and nobody else
/// under this node's name. What is to be written is the difference between the two, looked at anew each time, so that a
/// lost lease or a lost write heals by itself.
/// </summary>
internal sealed partial class LineActor(ICoordinator coordinator, ILoggerFactory loggers) : Actor<LineMessage>
{
    /// <summary>After a write that failed.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = loggers.CreateLogger<LineActor>();
    private readonly Dictionary<PoolName, IReadOnlyList<SessionId>> _wanted = [];

    private IDisposable? _subscription;
    private long _written;
    private bool _isWriting;

    protected override void PreStart()
    {
        var self = Context.Self;
        _subscription = coordinator.Subscribe(@event =>
        {
            if (@event is SnapshotChanged)
            {
                self.Tell(new LineLook());
            }
        });
    }

    protected override void PostStop() => _subscription?.Dispose();

    protected override void Receive(LineMessage message)
    {
        switch (message)
        {
            case LineIs line:
                _wanted[line.Pool] = line.Waiting;
                break;
            case LineWritten written:
                (_isWriting, _written) = (false, written.Revision);
                break;
            case LineNotWritten failed:
                Log.NotWritten(_log, failed.Error.Message);
                Context.StartTimer(nameof(RetryPause), RetryPause, new LineWritten(0));
                return;
        }

        Write();
    }

    /// <summary>One write at a time, and the next when the branch shows it.</summary>
    private void Write()
    {
        var branch = coordinator.Snapshot;
        if (_isWriting || !coordinator.HoldsLease || branch.Revision < _written)
        {
            return;
        }

        foreach (var (pool, wanted) in _wanted)
        {
            var there = branch.LineOf(pool).Of(coordinator.Node).ToList();
            var leaving = there.Except(wanted).Take(ICoordinator.LineChangesMax).ToList();
            var joining = wanted.Except(there).Take(ICoordinator.LineChangesMax - leaving.Count).ToList();
            if (leaving.Count + joining.Count > 0)
            {
                _isWriting = true;
                Context.PipeToSelf(
                    coordinator.ChangeLineAsync(pool, joining, leaving, Context.Stopping),
                    revision => new LineWritten(revision),
                    error => new LineNotWritten(error));
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9300, LogLevel.Warning, "who waits here is not in the branch's line: {Detail}")]
        public static partial void NotWritten(ILogger logger, string detail);
    }
}
