using Microsoft.Extensions.Logging;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Events;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Calls;

/// <summary>Responsible for one living connection: opens it, notices its loss, and opens the next one with
/// backoff.</summary>
internal sealed partial class LibvirtConnection : IDisposable
{
    private readonly LibvirtOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Action<HypervisorEvent> _report;
    private readonly SemaphoreSlim _lost = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile VirConnectHandle? _current;
    private volatile string _whyNot = "it is not connected yet";

    public LibvirtConnection(LibvirtOptions options, TimeProvider time, ILogger log, Action<HypervisorEvent> report)
    {
        _options = options;
        _time = time;
        _log = log;
        _report = report;
        new Thread(Loop) { IsBackground = true, Name = "libvirt connection" }.Start();
    }

    /// <exception cref="HypervisorException"><see cref="HypervisorFault.Unreachable"/>.</exception>
    public VirConnectHandle Current => _current ?? throw new HypervisorException(
        HypervisorFault.Unreachable, $"libvirt at {_options.Uri} cannot be reached: {_whyNot}; is libvirtd running?");

    /// <summary>Gives the connection up: it broke, or calls on it hang.</summary>
    public void Replace(string why)
    {
        if (_current is null)
        {
            return;
        }

        _whyNot = why;
        _current = null;
        _report(new HypervisorLost(why));
        Release();
    }

    public void Dispose()
    {
        _stopping.Cancel();
        Release();
    }

    private void Release()
    {
        try
        {
            _lost.Release();
        }
        catch (SemaphoreFullException)
        {
            // Its loss is known already.
        }
    }

    private void Loop()
    {
        var pause = _options.ReconnectMin;
        var first = true;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var connection = Open();
                _current = connection;
                Log.Connected(_log, _options.Uri);
                pause = _options.ReconnectMin;
                if (!first)
                {
                    _report(new HypervisorReconnected());
                }

                first = false;
                _lost.Wait();
                _current = null;
            }
            catch (HypervisorException error)
            {
                // The first loss of an absent libvirtd is news as well: whoever comes later must learn of its return.
                first = false;
                _whyNot = error.Message;
                Log.NotConnected(_log, error.Message);
                _stopping.Token.WaitHandle.WaitOne(pause);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, _options.ReconnectMax.Ticks));
            }
        }
    }

    private VirConnectHandle Open()
    {
        EventLoop.EnsureRunning();
        var connection = NativeConnect.virConnectOpen(_options.Uri);
        if (connection.IsInvalid)
        {
            connection.Dispose();
            var error = LibvirtErrors.Last();
            throw new HypervisorException(HypervisorFault.Unreachable, error.Message);
        }

        // -1: the driver has no keepalive (the test driver); its connection cannot be lost either.
        _ = NativeConnect.virConnectSetKeepAlive(
            connection, _options.KeepAliveSeconds, (uint)_options.KeepAlivesMissedMax);
        EventCallbacks.Register(connection, new DomainEventTranslator(
            @event => OnEvent(connection, @event), reason => OnClosed(connection, reason)));
        return connection;
    }

    private void OnEvent(VirConnectHandle connection, HypervisorEvent @event)
    {
        if (ReferenceEquals(_current, connection) || _current is null)
        {
            _report(@event);
        }
    }

    private void OnClosed(VirConnectHandle connection, int reason)
    {
        if (ReferenceEquals(_current, connection))
        {
            Log.Lost(_log, _options.Uri, reason);
            Replace($"the connection closed (reason {reason})");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "connected to libvirt at {Uri}")]
        public static partial void Connected(ILogger logger, string uri);

        [LoggerMessage(3001, LogLevel.Warning, "libvirt cannot be reached: {Detail}")]
        public static partial void NotConnected(ILogger logger, string detail);

        [LoggerMessage(3002, LogLevel.Warning, "the connection to libvirt at {Uri} was lost (reason {Reason})")]
        public static partial void Lost(ILogger logger, string uri, int reason);
    }
}
