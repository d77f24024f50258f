using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Relay;

/// <summary>
/// One open way. Admission and closing share one lock, so that "never touched" is a fact and not a guess.
/// </summary>
internal sealed class RelayGrant(
    ConsoleGrant grant, Action<ConsoleEvent> observer, TimeProvider time, int connectionsMax)
{
    private readonly Lock _gate = new();
    private readonly HashSet<RelayConnection> _connections = [];
    private bool _touched;
    private bool _closed;
    private long _lastInput;
    private long _bytesToMachine;
    private long _bytesToKiosk;

    public ConsoleGrant Grant { get; } = grant;

    /// <summary>
    /// Lets a connection in, unless the way is closed or full. Reports are made under the lock, to come in order.
    /// </summary>
    public bool TryAdmit(RelayConnection connection)
    {
        lock (_gate)
        {
            if (_closed || _connections.Count >= connectionsMax)
            {
                return false;
            }

            _connections.Add(connection);
            if (!_touched)
            {
                _touched = true;
                observer(new ConsoleTouched(Grant.Session));
            }

            observer(new ConsoleConnectionsChanged(Grant.Session, _connections.Count));
            return true;
        }
    }

    public void Leave(RelayConnection connection)
    {
        lock (_gate)
        {
            if (_connections.Remove(connection))
            {
                observer(new ConsoleConnectionsChanged(Grant.Session, _connections.Count));
            }
        }
    }

    public ConsoleClosing Close()
    {
        lock (_gate)
        {
            _closed = true;
            var cut = _connections.Count;
            foreach (var connection in _connections)
            {
                connection.Abort(StopReason.Closed);
            }

            _connections.Clear();
            if (cut > 0)
            {
                observer(new ConsoleConnectionsChanged(Grant.Session, 0));
            }

            return new ConsoleClosing(_touched, cut);
        }
    }

    public void OnInput() => Interlocked.Exchange(ref _lastInput, time.GetUtcNow().UtcTicks);

    public void OnBytes(bool toMachine, int count) =>
        Interlocked.Add(ref toMachine ? ref _bytesToMachine : ref _bytesToKiosk, count);

    public ConsoleActivity Activity()
    {
        lock (_gate)
        {
            var last = Interlocked.Read(ref _lastInput);
            return new ConsoleActivity(
                _connections.Count,
                last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero),
                Interlocked.Read(ref _bytesToMachine),
                Interlocked.Read(ref _bytesToKiosk));
        }
    }
}
