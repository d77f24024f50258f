using Microsoft.Extensions.Logging;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Calls;

/// <summary>Responsible for what calls tell of libvirt: figures of each kind, and the news that it is slow or well
/// again, each told once.</summary>
internal sealed partial class CallWatch(
    LibvirtOptions options, TimeProvider time, ILogger log, Action<HypervisorEvent> report)
{
    /// <summary>A call is slow from a third of its deadline on.</summary>
    private const int SlowShare = 3;

    private readonly Lock _gate = new();
    private readonly CallHealth _health = new(options);
    private readonly Dictionary<CallKind, CallStatistics> _statistics =
        Enum.GetValues<CallKind>().ToDictionary(kind => kind, kind => new CallStatistics(kind));

    private readonly long _start = time.GetTimestamp();

    public IReadOnlyList<CallFigures> Figures
    {
        get
        {
            lock (_gate)
            {
                return [.. _statistics.Values.Select(one => one.Figures)];
            }
        }
    }

    /// <param name="kind">The call's kind.</param>
    /// <param name="took">Its time on the thread.</param>
    /// <param name="wasOverdue">Its deadline has been reported already.</param>
    public void Returned(CallKind kind, TimeSpan took, bool wasOverdue)
    {
        lock (_gate)
        {
            var slow = took > options.CallDeadlines.Of(kind) / SlowShare;
            _statistics[kind].Returned(took, slow);
            if (!wasOverdue)
            {
                Judge(kind, slow ? CallOutcome.Slow : CallOutcome.Normal);
            }
        }
    }

    public void PassedDeadline(CallKind kind)
    {
        lock (_gate)
        {
            _statistics[kind].PassedDeadline();
            Judge(kind, CallOutcome.Overdue);
        }
    }

    /// <summary>Time has passed: what was slow long ago is forgotten without a call.</summary>
    public void LookAtTheClock()
    {
        lock (_gate)
        {
            if (_health.Pass(time.GetElapsedTime(_start)))
            {
                Tell(null);
            }
        }
    }

    private void Judge(CallKind kind, CallOutcome outcome)
    {
        if (_health.Record(kind, outcome, time.GetElapsedTime(_start)))
        {
            Tell(_statistics[kind].Figures);
        }
    }

    /// <summary>Told under the gate, so that the news comes in the order in which it happened.</summary>
    private void Tell(CallFigures? figures)
    {
        if (!_health.IsDegraded)
        {
            Log.Recovered(log, options.Uri);
            report(new HypervisorRecovered());
            return;
        }

        var detail = $"libvirt at {options.Uri} is slow: {_health.Remembered}; the median of {figures!.Kind} "
            + $"is {figures.Median}, its 95th percentile {figures.P95}";
        Log.Degraded(log, detail);
        report(new HypervisorDegraded(detail));
    }

    private static partial class Log
    {
        [LoggerMessage(3003, LogLevel.Warning, "{Detail}")]
        public static partial void Degraded(ILogger logger, string detail);

        [LoggerMessage(3004, LogLevel.Information, "libvirt at {Uri} answers in normal time again")]
        public static partial void Recovered(ILogger logger, string uri);
    }
}
