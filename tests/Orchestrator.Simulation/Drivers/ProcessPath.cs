using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Simulation.Drivers;

/// <summary>The console path of one process; it dies with it. Opening may fail or be told late.</summary>
internal sealed class ProcessPath(World world, TimeProvider time) : IConsolePath
{
    private readonly SimulatedConsolePath _twin = new(time);

    /// <summary>What it wraps.</summary>
    public SimulatedConsolePath Twin => _twin;

    public IReadOnlyCollection<ConsoleGrant> Grants => _twin.Grants;

    /// <summary>A connection from this kiosk; the port that it reaches, or null.</summary>
    public int? Connect(KioskAddress kiosk)
    {
        var port = _twin.Connect(kiosk);
        Show("connect", kiosk, port);
        if (port is { } reached)
        {
            world.Checker.Paths.OnAdmitted(kiosk, reached);
        }

        return port;
    }

    public void Disconnect(KioskAddress kiosk)
    {
        _twin.Disconnect(kiosk);
        Show("disconnect", kiosk, null);
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
            world.KioskOf(grant.Kiosk)?.OnCut();
        }

        return closing;
    }

    public ConsoleActivity? GetActivity(SessionId session) => _twin.GetActivity(session);

    public Task<bool> ProbeAsync(int consolePort, CancellationToken cancellation) =>
        Task.FromResult(world.Guests.IsReady(consolePort, world.Now));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

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
