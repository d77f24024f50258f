using Microsoft.Extensions.Logging;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>Responsible for one living connection: opens it, notices its loss, and opens the next one with
/// backoff.</summary>
internal sealed partial class LibvirtConnection : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly IConnectionOpener _opener;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<HypervisorEvent> _report;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _openingsGivenUp = [];
    private VirConnectHandle? _current;
    private volatile TaskCompletionSource _lost = NewLoss();
    private volatile string _whyNot = "it is not connected yet";

    public LibvirtConnection(
        LibvirtOptions options,
        IConnectionOpener opener,
        TimeProvider time,
        ILogger log,
        Action<HypervisorEvent> report)
    {
        (_options, _opener, _time, _log, _report) = (options, opener, time, log, report);
        _ = LoopAsync();
    }

    /// <exception cref="HypervisorException"><see cref="HypervisorFault.Unreachable"/>.</exception>
    public VirConnectHandle Current => Volatile.Read(ref _current) ?? throw new HypervisorException(
        HypervisorFault.Unreachable, $"libvirt at {_options.Uri} cannot be reached: {_whyNot}; is libvirtd running?");

    /// <summary>An answer is worth something only while its connection is the current one: what came over a replaced
    /// one may be older than what is known now.</summary>
    /// <exception cref="HypervisorException"><see cref="HypervisorFault.Unreachable"/>.</exception>
    public void RequireCurrent(VirConnectHandle connection)
    {
        if (!ReferenceEquals(Volatile.Read(ref _current), connection))
        {
            throw new HypervisorException(
                HypervisorFault.Unreachable, "the connection to libvirt was replaced before the answer came");
        }
    }

    /// <summary>Gives this connection up, unless that has happened already: it broke, or calls on it hang.</summary>
    public void Replace(VirConnectHandle connection, string why)
    {
        var lost = _lost;
        if (Interlocked.CompareExchange(ref _current, null, connection) == connection)
        {
            _whyNot = why;
            Log.Lost(_log, _options.Uri, why);
            _report(new HypervisorLost(why));
            lost.TrySetResult();
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _lost.TrySetResult();
    }

    private static TaskCompletionSource NewLoss() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LoopAsync()
    {
        var pause = _options.ReconnectMin;
        var first = true;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await ServeAsync(first).ConfigureAwait(false);
                pause = _options.ReconnectMin;
            }
            catch (HypervisorException error)
            {
                // Tries come twice a second; the same reason again is no news.
                if (_whyNot != error.Message)
                {
                    Log.NotConnected(_log, error.Message);
                }

                _whyNot = error.Message;
                await Task.Delay(pause, _time, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _options.ReconnectMax.Ticks));
            }

            // The first loss of an absent libvirtd is news as well: whoever comes later must learn of its return.
            first = false;
        }
    }

    /// <summary>Opens a connection and waits for its end.</summary>
    private async Task ServeAsync(bool first)
    {
        VirConnectHandle? connection = null;
        var opening = new ConnectionOpening(
            _opener, _report, reason => Replace(connection!, $"the connection closed (reason {reason})"));
        connection = await OpenAsync(opening).ConfigureAwait(false);
        var lost = _lost = NewLoss();
        Volatile.Write(ref _current, connection);
        Log.Connected(_log, _options.Uri);
        if (!first)
        {
            _report(new HypervisorReconnected());
        }

        opening.Take();
        if (!_stopping.IsCancellationRequested)
        {
            await lost.Task.ConfigureAwait(false);
        }

        opening.GiveUp();
        Volatile.Write(ref _current, null);
        ConnectionOpening.Close(connection);
    }

    /// <summary>Past its deadline an opening is given up and the next one may come; how many hang at one time is
    /// bounded, because each holds a thread and a socket until libvirtd lets go of it.</summary>
    private async Task<VirConnectHandle> OpenAsync(ConnectionOpening opening)
    {
        _openingsGivenUp.RemoveAll(ended => ended.IsCompleted);
        if (_openingsGivenUp.Count >= _options.OpeningsGivenUpMax)
        {
            throw new HypervisorException(
                HypervisorFault.Unreachable,
                $"{_openingsGivenUp.Count} openings hang; libvirtd takes connections and does not answer");
        }

        opening.Start();
        try
        {
            return await opening.Opened.WaitAsync(_options.ConnectDeadline, _time, _stopping.Token)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            opening.GiveUp();
            _openingsGivenUp.Add(opening.Ended);
            if (opening.Opened.IsCompletedSuccessfully)
            {
                // It came between the deadline and the giving up.
                ConnectionOpening.Close(await opening.Opened.ConfigureAwait(false));
            }

            throw new HypervisorException(
                HypervisorFault.Unreachable,
                $"its opening passed the deadline of {_options.ConnectDeadline}; libvirtd may hang", error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "connected to libvirt at {Uri}")]
        public static partial void Connected(ILogger logger, string uri);

        [LoggerMessage(3001, LogLevel.Warning, "libvirt cannot be reached: {Detail}")]
        public static partial void NotConnected(ILogger logger, string detail);

        [LoggerMessage(3002, LogLevel.Warning, "the connection to libvirt at {Uri} was given up: {Reason}")]
        public static partial void Lost(ILogger logger, string uri, string reason);
    }
}
