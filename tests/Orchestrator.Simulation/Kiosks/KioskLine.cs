using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Tracing;

namespace Orchestrator.Simulation.Kiosks;

/// <summary>The signal line of one signal, from the kiosk's end.</summary>
internal sealed class KioskLine(World world, SimulatedKiosk kiosk, int number) : ISignalLine
{
    private readonly CancellationTokenSource _hungUp = new();

    public SimulatedKiosk Kiosk { get; } = kiosk;

    /// <summary>The journal's stream of the session that took it up, or null.</summary>
    public string? Stream { get; set; }

    /// <summary>Rests of the branch before it was opened.</summary>
    public long SignalledAtRest { get; set; }

    /// <summary>Whether a machine was journaled as kept for it.</summary>
    public bool IsServed { get; set; }

    /// <summary>Whether an earlier session of its kiosk was live when it came.</summary>
    public bool WasBlocked { get; set; }

    public bool IsHungUp { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>When the kiosk was last told anything.</summary>
    public DateTimeOffset LastToldAt { get; private set; } = world.Now;

    public CancellationToken HungUp
    {
        get
        {
            world.Checker.Lines.OnTaken(this);
            return _hungUp.Token;
        }
    }

    public void HangUp()
    {
        IsHungUp = true;
        _hungUp.Cancel();
    }

    public void Send(string line)
    {
        if (IsClosed)
        {
            return;
        }

        LastToldAt = world.Now;
        world.Trace.Add(TraceKind.Line, line);
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"{this} reads: {line}");
        }

        world.Checker.Lines.OnSent(this, line);
        Kiosk.OnLine(this, line);
    }

    public void Close()
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        world.Checker.Serving.OnClosed(this);
        Kiosk.OnClosed(this);
    }

    public override string ToString() => $"line {number} of {Kiosk}";
}
