using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>The simulated twin of the console path: grants in memory, connections as numbers, and the same
/// rules.</summary>
public sealed class SimulatedConsolePath(TimeProvider time) : IConsolePath
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, Way> _ways = [];

    /// <summary>Ports whose SPICE server does not answer the link handshake.</summary>
    public HashSet<int> SilentPorts { get; } = [];

    /// <summary>Whether opening a way fails.</summary>
    public bool RefusesToOpen { get; set; }

    public IReadOnlyCollection<ConsoleGrant> Grants
    {
        get
        {
            lock (_gate)
            {
                return [.. _ways.Values.Select(way => way.Grant)];
            }
        }
    }

    /// <summary>A connection from this address; the port that it reaches, or null when it is closed at once.</summary>
    public int? Connect(KioskAddress kiosk)
    {
        Way? way;
        lock (_gate)
        {
            way = _ways.Values.FirstOrDefault(other => other.Grant.Kiosk == kiosk);
            if (way is null)
            {
                return null;
            }

            way.Open++;
        }

        if (way.Open == 1 && !way.Touched)
        {
            way.Touched = true;
            way.Observer(new ConsoleTouched(way.Grant.Session));
        }

        way.Observer(new ConsoleConnectionsChanged(way.Grant.Session, way.Open));
        return way.Grant.ConsolePort;
    }

    /// <summary>One of the kiosk's connections ends.</summary>
    public void Disconnect(KioskAddress kiosk)
    {
        Way? way;
        lock (_gate)
        {
            way = _ways.Values.FirstOrDefault(other => other.Grant.Kiosk == kiosk && other.Open > 0);
            if (way is not null)
            {
                way.Open--;
            }
        }

        way?.Observer(new ConsoleConnectionsChanged(way.Grant.Session, way.Open));
    }

    /// <summary>The person at the kiosk presses a key.</summary>
    public void Input(KioskAddress kiosk)
    {
        lock (_gate)
        {
            foreach (var way in _ways.Values.Where(way => way.Grant.Kiosk == kiosk && way.Open > 0))
            {
                way.LastInput = time.GetUtcNow();
            }
        }
    }

    public ValueTask OpenAsync(ConsoleGrant grant, Action<ConsoleEvent> observer, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (RefusesToOpen)
            {
                return ValueTask.FromException(new IOException("the console path was told to refuse"));
            }

            if (_ways.ContainsKey(grant.Session) || _ways.Values.Any(way => way.Grant.Kiosk == grant.Kiosk))
            {
                throw new InvalidOperationException(
                    $"kiosk {grant.Kiosk} or session {grant.Session} has a grant already; close it first");
            }

            _ways.Add(grant.Session, new Way(grant, observer));
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation)
    {
        Way? way;
        lock (_gate)
        {
            _ways.Remove(session, out way);
        }

        if (way is null)
        {
            return ValueTask.FromResult(default(ConsoleClosing));
        }

        if (way.Open > 0)
        {
            way.Observer(new ConsoleConnectionsChanged(session, 0));
        }

        return ValueTask.FromResult(new ConsoleClosing(way.Touched, way.Open));
    }

    public ConsoleActivity? GetActivity(SessionId session)
    {
        lock (_gate)
        {
            return _ways.TryGetValue(session, out var way) ? new ConsoleActivity(way.Open, way.LastInput, 0, 0) : null;
        }
    }

    public Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation) =>
        Task.FromResult(!SilentPorts.Contains(consolePort));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Way(ConsoleGrant grant, Action<ConsoleEvent> observer)
    {
        public ConsoleGrant Grant { get; } = grant;

        public Action<ConsoleEvent> Observer { get; } = observer;

        public bool Touched { get; set; }

        public int Open { get; set; }

        public DateTimeOffset? LastInput { get; set; }
    }
}
