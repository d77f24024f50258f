using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Nodes.Network;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Simulation.Drivers;

/// <summary>The console path of one process; it dies with it. Opening may fail or be told late.</summary>
internal sealed class ProcessPath(World world, TimeProvider time) : IConsolePath
{
    private readonly SimulatedConsolePath _twin = new(time);
    private readonly Dictionary<KioskAddress, ConsoleWire> _remote = [];

    /// <summary>What it wraps.</summary>
    public SimulatedConsolePath Twin => _twin;

    public IReadOnlyCollection<ConsoleGrant> Grants => _twin.Grants;

    /// <summary>A connection from this kiosk.</summary>
    /// <param name="kiosk">The kiosk.</param>
    /// <param name="reached">Called when it has come through: to which server, and to what runs at the port there.
    /// A connection to another node's machine comes through later, or is cut.</param>
    /// <returns>Whether it is admitted.</returns>
    public bool Connect(KioskAddress kiosk, Action<World, MachineName?> reached)
    {
        var channel = _twin.Call(kiosk);
        Show("connect", kiosk, channel?.ConsolePort);
        if (channel is null)
        {
            return false;
        }

        var grant = _twin.GrantOf(kiosk)!;
        if (grant.Remote is not null)
        {
            _remote.GetValueOrDefault(kiosk)?.Leave();
            _remote[kiosk] = new ConsoleWire(world, grant, reached, () => OnCut(kiosk, channel));
            return true;
        }

        world.Checker.Paths.OnAdmitted(kiosk, channel.ConsolePort);
        reached(world, world.Guests.At(channel.ConsolePort));
        return true;
    }

    public void Disconnect(KioskAddress kiosk)
    {
        _twin.Disconnect(kiosk);
        Show("disconnect", kiosk, null);
        if (_remote.Remove(kiosk, out var wire))
        {
            wire.Leave();
        }
    }

    /// <summary>The process died.</summary>
    /// <param name="silently">Whether nobody ends its connections.</param>
    public void OnProcessDied(bool silently)
    {
        foreach (var wire in _remote.Values)
        {
            wire.OnEntryDied(silently);
        }
    }

    public void Input(KioskAddress kiosk) => _twin.Input(kiosk);

    public ValueTask OpenAsync(ConsoleGrant grant, Action<ConsoleEvent> observer, CancellationToken cancellation)
    {
        if (world.Strikes(FaultKind.PathRefused))
        {
            return ValueTask.FromException(new IOException("the console path was told to refuse"));
        }

        var opened = _twin.OpenAsync(grant, observer, cancellation);
        world.Checker.Paths.OnOpened(grant);
        Show("open", grant.Kiosk, grant.ConsolePort);
        return opened;
    }

    public ValueTask<ConsoleClosing> CloseAsync(SessionId session, CancellationToken cancellation)
    {
        var grant = world.Checker.Paths.Of(session)?.Grant;
        var closing = _twin.CloseAsync(session, cancellation);
        world.Checker.Paths.OnClosed(session);
        if (grant is not null)
        {
            Show("close", grant.Kiosk, grant.ConsolePort);
            if (_remote.Remove(grant.Kiosk, out var wire))
            {
                wire.Leave();
            }

            CutKiosk(grant.Kiosk);
        }

        return closing;
    }

    public ConsoleActivity? GetActivity(SessionId session) => _twin.GetActivity(session);

    public Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation) =>
        Task.FromResult(world.Guests.IsReady(consolePort, world.Now));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The way to another node's machine has ended from there.</summary>
    private void OnCut(KioskAddress kiosk, SimulatedChannel channel)
    {
        Show("cut", kiosk, channel.ConsolePort);
        _remote.Remove(kiosk);
        channel.Cut();
        CutKiosk(kiosk);
    }

    private void CutKiosk(KioskAddress address)
    {
        if (world.KioskOf(address) is { } kiosk && kiosk.World == world)
        {
            kiosk.OnCut();
        }
    }

    private void Show(string what, KioskAddress kiosk, int? port)
    {
        world.Trace.Add(TraceKind.Path, what);
        world.Trace.Add(TraceKind.Path, (ulong)(port ?? 0));
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"path: {what} kiosk {kiosk} port {port}");
        }
    }
}
