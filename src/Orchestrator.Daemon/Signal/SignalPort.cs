using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Signal;

/// <summary>Responsible for one pool's signal port: whoever connects and passes the limits has signalled.</summary>
internal sealed partial class SignalPort(
    PoolName pool,
    IPEndPoint endpoint,
    SignalAdmission admission,
    IPools pools,
    TimeProvider time,
    ILogger<SignalPort> logger) : IAsyncDisposable
{
    // Accepting fails without a connection to blame when descriptors run out; trying on at full speed would take a
    // core.
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    // A flood is told once and then summed up: its log must not cost more than the flood.
    private static readonly TimeSpan RefusalsToldEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<SignalLine, KioskAddress> _lines = new();
    private readonly CancellationTokenSource _stop = new();
    private Socket? _listener;
    private Task _accepting = Task.CompletedTask;
    private long? _refusalsToldAt;
    private int _refusalsUntold;

    /// <summary>Where kiosks connect; the port that the kernel chose when 0 was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener!.LocalEndPoint!;

    /// <summary>Connections that are being served.</summary>
    public int LinesOpen => _lines.Count;

    /// <exception cref="StartException">The port cannot be opened.</exception>
    public void Start()
    {
        _listener = SignalListener.Open(endpoint);
        Log.Listening(logger, pool, EndPoint);
        _accepting = AcceptAsync(_listener, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener?.Dispose();
        await _accepting.ConfigureAwait(false);

        // Closed, not hung up: the kiosks did not leave, and the pool must not journal that they did.
        foreach (var line in _lines.Keys)
        {
            line.Close();
        }
    }

    private async Task AcceptAsync(Socket listener, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Welcome(await listener.AcceptAsync(stop).ConfigureAwait(false));
            }
            catch (Exception fault) when (stop.IsCancellationRequested && IsStop(fault))
            {
                return;
            }
            catch (Exception fault)
            {
                // Whatever it was, the port goes on: a port that died silently would look like an empty branch.
                Log.AcceptFailed(logger, fault, pool);
                await Task.Delay(AcceptPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static bool IsStop(Exception fault) =>
        fault is OperationCanceledException or SocketException or ObjectDisposedException;

    private void Welcome(Socket socket)
    {
        if (RemoteAddress(socket) is not { } kiosk)
        {
            socket.Dispose();
            return;
        }

        // For Send only: a write that would block gives up. Receiving stays asynchronous.
        socket.Blocking = false;
        if (admission.Enter(kiosk) is { } rule)
        {
            Refuse(socket, kiosk, rule);
            return;
        }

        var line = new SignalLine(socket, time);
        _lines[line] = kiosk;
        _ = ServeAsync(line, kiosk);
        try
        {
            pools.Signal(pool, kiosk, line);
        }
        catch
        {
            line.Close();
            throw;
        }
    }

    private async Task ServeAsync(SignalLine line, KioskAddress kiosk)
    {
        await line.RunAsync().ConfigureAwait(false);
        _lines.TryRemove(line, out _);
        admission.Leave(kiosk);
    }

    private void Refuse(Socket socket, KioskAddress kiosk, string rule)
    {
        using (socket)
        {
            // One write that may fail: whoever floods does not get a second one.
            socket.Send(SignalLine.Encode($"REFUSED {rule}"), SocketFlags.None, out _);
        }

        _refusalsUntold++;
        if (_refusalsToldAt is { } told && time.GetElapsedTime(told) < RefusalsToldEvery)
        {
            return;
        }

        Log.Refused(logger, _refusalsUntold, pool, kiosk, rule);
        _refusalsToldAt = time.GetTimestamp();
        _refusalsUntold = 0;
    }

    // Null when the connection was reset before it was looked at.
    private static KioskAddress? RemoteAddress(Socket socket)
    {
        try
        {
            return socket.RemoteEndPoint is IPEndPoint remote ? KioskAddress.From(remote.Address) : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6000, LogLevel.Information, "signal port of pool {Pool} listens on {EndPoint}")]
        public static partial void Listening(ILogger logger, PoolName pool, IPEndPoint endPoint);

        [LoggerMessage(6001, LogLevel.Error, "a signal to pool {Pool} was lost")]
        public static partial void AcceptFailed(ILogger logger, Exception fault, PoolName pool);

        [LoggerMessage(6002, LogLevel.Warning, "{Count} signals to pool {Pool} refused, the last of {Kiosk}: {Rule}")]
        public static partial void Refused(ILogger logger, int count, PoolName pool, KioskAddress kiosk, string rule);
    }
}
