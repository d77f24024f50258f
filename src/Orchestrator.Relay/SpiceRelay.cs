using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Relay.Spice;

namespace Orchestrator.Relay;

/// <summary>
/// The console path in user space: listens on the console port and relays each kiosk to the machine offered to it.
/// </summary>
public sealed partial class SpiceRelay : IConsolePath
{
    private readonly RelayGrants _grants = new();
    private readonly ConcurrentDictionary<RelayConnection, Task> _running = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly RelayOptions _options;
    private readonly IRemoteConsoles? _remotes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Socket _listener;
    private readonly Task _accepting;
    private long _refused;

    private SpiceRelay(
        RelayOptions options, TimeProvider time, ILogger log, Socket listener, IRemoteConsoles? remotes)
    {
        _remotes = remotes;
        _options = options;
        _time = time;
        _log = log;
        _listener = listener;
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndPoint!;

    /// <summary>Connections that were closed at once: no grant, or a limit.</summary>
    public long ConnectionsRefused => Interlocked.Read(ref _refused);

    /// <summary>Connections that are being relayed.</summary>
    public int ConnectionsOpen => _running.Count;

    public IReadOnlyCollection<ConsoleGrant> Grants => _grants.List();

    /// <param name="options">Where it listens, and its limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">The log.</param>
    /// <param name="remotes">Reaches other nodes' machines; null: there are none.</param>
    /// <exception cref="RelayException">The port cannot be listened on.</exception>
    public static SpiceRelay Start(
        RelayOptions options, TimeProvider time, ILogger<SpiceRelay> log, IRemoteConsoles? remotes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var listener = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(options.Listen);
            listener.Listen(options.Backlog);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new RelayException(
                RelayFault.CannotListen,
                $"console port {options.Listen} cannot be listened on: {error.Message}; "
                    + "free it or configure another one",
                error);
        }

        return new SpiceRelay(options, time, log, listener, remotes);
    }

    public ValueTask OpenAsync(ConsoleGrant grant, Action<ConsoleEvent> observer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(grant);
        if (grant.Remote is { } remote && _remotes is null)
        {
            throw new InvalidOperationException($"node {remote.Owner} cannot be reached: this server stands alone");
        }

        var opened = new RelayGrant(grant, observer, _time, _options.ConnectionsPerSessionMax);
        if (!_grants.TryAdd(opened))
        {
            throw new InvalidOperationException(
                $"kiosk {grant.Kiosk} or session {grant.Session} has a console path already; close it first");
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation) =>
        ValueTask.FromResult(_grants.Remove(session)?.Close() ?? default);

    public ConsoleActivity? GetActivity(SessionId session) => _grants.Find(session)?.Activity();

    public async Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.ProbeDeadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await ConsoleProbe.AnswersAsync(consolePort, either.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _running.Keys)
        {
            connection.Abort(StopReason.Closed);
        }

        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                Admit(socket);
            }
            catch (SocketException error) when (!_stopping.IsCancellationRequested)
            {
                // A connection that died between handshake and accept, or no descriptor left: neither ends the port.
                Log.AcceptFailed(_log, error.Message);
                await Task.Delay(AcceptPause, _time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException
                or SocketException)
            {
                // A listener that is closed while accept begins calls its own state an invalid argument.
                return;
            }
        }
    }

    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(10);

    private void Admit(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            RelayConnection.Cut(socket);
            return;
        }

        var kiosk = KioskAddress.From(remote.Address);
        var grant = _grants.Find(kiosk);
        if (grant is null || _running.Count >= _options.ConnectionsMax)
        {
            Refuse(socket, kiosk);
            return;
        }

        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        var connection = new RelayConnection(socket, EndOf(grant.Grant), grant, _options, _time);
        if (!grant.TryAdmit(connection))
        {
            Refuse(socket, kiosk);
            return;
        }

        _running[connection] = RunAsync(connection, grant);
        if (connection.StopReason != StopReason.None)
        {
            _running.TryRemove(connection, out _);
        }
    }

    private MachineEnd EndOf(ConsoleGrant grant) => grant.Remote is { } remote
        ? new RemoteMachineEnd(_remotes!, grant.Session, remote)
        : new LocalMachineEnd(grant.ConsolePort);

    private void Refuse(Socket socket, KioskAddress kiosk)
    {
        Interlocked.Increment(ref _refused);
        Log.Refused(_log, kiosk);
        RelayConnection.Cut(socket);
    }

    private async Task RunAsync(RelayConnection connection, RelayGrant grant)
    {
        await connection.RunAsync().ConfigureAwait(false);
        grant.Leave(connection);
        _running.TryRemove(connection, out _);
        Log.Ended(_log, grant.Grant.Session, connection.StopReason);
    }

    private static partial class Log
    {
        [LoggerMessage(4000, LogLevel.Debug,
            "a connection from {Kiosk} was closed at once: no console is offered to it, or a limit is reached")]
        public static partial void Refused(ILogger logger, KioskAddress kiosk);

        [LoggerMessage(4001, LogLevel.Debug, "session {SessionId}: a connection ended: {Reason}")]
        public static partial void Ended(ILogger logger, SessionId sessionId, StopReason reason);

        [LoggerMessage(4002, LogLevel.Warning, "the console port could not accept a connection: {Detail}")]
        public static partial void AcceptFailed(ILogger logger, string detail);
    }
}
