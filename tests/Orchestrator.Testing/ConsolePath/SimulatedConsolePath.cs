using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>
/// The simulated twin of the console path: grants and channels in memory, and the same contract. Observers are called
/// on the caller's thread and under the lock, so that reports come in the order of what they report.
/// </summary>
public sealed class SimulatedConsolePath(TimeProvider time) : IConsolePath
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionId, SimulatedWay> _ways = [];

    /// <summary>
    /// The machines' side: called for every channel, after it was reported and before anything passes.
    /// </summary>
    public event Action<SimulatedChannel>? MachineReached;

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

    /// <summary>What is granted to this kiosk, or null.</summary>
    public ConsoleGrant? GrantOf(KioskAddress kiosk)
    {
        lock (_gate)
        {
            return WayOf(kiosk)?.Grant;
        }
    }

    /// <summary>A connection from this address; null when it is closed at once.</summary>
    public SimulatedChannel? Call(KioskAddress kiosk)
    {
        lock (_gate)
        {
            if (WayOf(kiosk)?.Admit() is not { } channel)
            {
                return null;
            }

            MachineReached?.Invoke(channel);
            return channel;
        }
    }

    /// <summary>A connection from this address; the port that it reaches, or null when it is closed at once.</summary>
    public int? Connect(KioskAddress kiosk) => Call(kiosk)?.ConsolePort;

    /// <summary>The kiosk closes its oldest connection, and the machine answers in kind.</summary>
    public void Disconnect(KioskAddress kiosk)
    {
        lock (_gate)
        {
            if (WayOf(kiosk)?.Channels is [var channel, ..])
            {
                channel.Kiosk.EndSending();
                channel.Machine.EndSending();
            }
        }
    }

    /// <summary>The person at the kiosk presses a key.</summary>
    public void Input(KioskAddress kiosk)
    {
        lock (_gate)
        {
            if (WayOf(kiosk)?.Channels is [var channel, ..])
            {
                channel.Kiosk.Send(KioskMessage.KeyDown);
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

            if (_ways.ContainsKey(grant.Session) || WayOf(grant.Kiosk) is not null)
            {
                throw new InvalidOperationException(
                    $"kiosk {grant.Kiosk} or session {grant.Session} has a grant already; close it first");
            }

            _ways.Add(grant.Session, new SimulatedWay(grant, observer, time, _gate));
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_ways.Remove(session, out var way) ? way.Close() : default);
        }
    }

    public ConsoleActivity? GetActivity(SessionId session)
    {
        lock (_gate)
        {
            return _ways.GetValueOrDefault(session)?.Activity;
        }
    }

    public Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation) =>
        Task.FromResult(!SilentPorts.Contains(consolePort));

    /// <summary>Cuts every channel; the sessions are told.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            foreach (var channel in _ways.Values.SelectMany(way => way.Channels).ToList())
            {
                channel.Cut();
            }

            return ValueTask.CompletedTask;
        }
    }

    private SimulatedWay? WayOf(KioskAddress kiosk)
    {
        foreach (var way in _ways.Values)
        {
            if (way.Grant.Kiosk == kiosk)
            {
                return way;
            }
        }

        return null;
    }
}
