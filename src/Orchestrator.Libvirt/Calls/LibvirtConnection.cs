using Microsoft.Extensions.Logging;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// Responsible for one living connection: opens it, notices its loss, and opens the next one with backoff. A loss is
/// told by libvirt's close callback where the socket breaks, and by a question of our own where libvirtd hangs.
/// libvirt's keepalives are not used for the latter: libvirt 9.0 leaves the closing to a call that waits for an answer
/// and does not wake the others, and when one of these woke at last, the process crashed in libvirt (the watch of the
/// closed socket still pointed into the stack of the call that had set it). Without keepalives libvirt closes nothing
/// under a call; whoever hangs in it wakes when libvirtd goes on or dies.
/// </summary>
internal sealed partial class LibvirtConnection : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly IConnectionOpener _opener;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<HypervisorEvent> _report;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _openingsGivenUp = [];
    private readonly TaskCompletionSource _firstTry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SharedConnection? _current;
    private int _unclosed;
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

    /// <summary>Ends when the first try has brought a connection or failed: before that a call that fails says nothing
    /// of libvirt.</summary>
    public Task FirstTry => _firstTry.Task;

    /// <returns>The connection, entered.</returns>
    /// <exception cref="HypervisorException"><see cref="HypervisorFault.Unreachable"/>.</exception>
    public SharedConnection Enter() =>
        Volatile.Read(ref _current) is { } current && current.TryEnter() ? current : throw new HypervisorException(
            HypervisorFault.Unreachable,
            $"libvirt at {_options.Uri} cannot be reached: {_whyNot}; is libvirtd running?");

    /// <summary>An answer is worth something only while its connection is the current one: what came over a replaced
    /// one may be older than what is known now.</summary>
    /// <exception cref="HypervisorException"><see cref="HypervisorFault.Unreachable"/>.</exception>
    public void RequireCurrent(SharedConnection connection)
    {
        if (!ReferenceEquals(Volatile.Read(ref _current), connection))
        {
            throw new HypervisorException(
                HypervisorFault.Unreachable, "the connection to libvirt was replaced before the answer came");
        }
    }

    /// <summary>Gives a connection up that lives and that a call hangs in, unless too many have not been closed to open
    /// another one then: better this one than none.</summary>
    public void ReplaceHung(SharedConnection connection, string why)
    {
        if (Volatile.Read(ref _unclosed) + 1 < _options.ConnectionsUnclosedMax)
        {
            Replace(connection, why);
        }
    }

    /// <summary>Gives a connection up that broke under a call: the close callback can wait for the other calls in
    /// it.</summary>
    public void ReplaceBroken(SharedConnection connection, string why)
    {
        if (connection.TryEnter() && !connection.RunAndLeave(_opener.IsOpen))
        {
            Replace(connection, why);
        }
    }

    /// <summary>Gives this connection up, unless that has happened already.</summary>
    private void Replace(SharedConnection connection, string why)
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
        _firstTry.TrySetResult();
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
                _firstTry.TrySetResult();
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
        SharedConnection? connection = null;
        var opening = new ConnectionOpening(
            _opener, _report, reason => Replace(connection!, $"the connection closed (reason {reason})"));
        connection = new SharedConnection(
            await OpenAsync(opening).ConfigureAwait(false),
            _opener.Close,
            () => Interlocked.Decrement(ref _unclosed));
        var lost = _lost = NewLoss();
        Volatile.Write(ref _current, connection);
        _firstTry.TrySetResult();
        Log.Connected(_log, _options.Uri);
        if (!first)
        {
            _report(new HypervisorReconnected());
        }

        opening.Take();
        _ = AskAsync(connection);
        if (!_stopping.IsCancellationRequested)
        {
            await lost.Task.ConfigureAwait(false);
        }

        opening.GiveUp();
        Volatile.Write(ref _current, null);
        Interlocked.Increment(ref _unclosed);
        connection.GiveUp();
    }

    /// <summary>Asks the connection time and again for a sign of life. A question that is not answered stays a call in
    /// the connection, on a thread of its own.</summary>
    private async Task AskAsync(SharedConnection connection)
    {
        var interval = TimeSpan.FromSeconds(_options.KeepAliveSeconds);
        var bound = interval * _options.KeepAlivesMissedMax;
        while (true)
        {
            await Task.Delay(interval, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_stopping.IsCancellationRequested || !connection.TryEnter())
            {
                return;
            }

            var answer = Task.Factory.StartNew(
                () => connection.RunAndLeave(_opener.Answers),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            try
            {
                if (!await answer.WaitAsync(bound, _time).ConfigureAwait(false))
                {
                    Replace(connection, "it does not answer any more");
                }
            }
            catch (TimeoutException)
            {
                Replace(connection, $"it answered nothing for {bound}; libvirtd hangs, see its log");
            }
        }
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

        if (Volatile.Read(ref _unclosed) >= _options.ConnectionsUnclosedMax)
        {
            throw new HypervisorException(
                HypervisorFault.Unreachable,
                $"{_options.ConnectionsUnclosedMax} connections before it hold calls that never returned; end the "
                + "libvirtd that hangs (kill -9), which frees them");
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
                var late = await opening.Opened.ConfigureAwait(false);
                new Thread(() => _opener.Close(late)) { IsBackground = true, Name = "libvirt closing" }.Start();
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
