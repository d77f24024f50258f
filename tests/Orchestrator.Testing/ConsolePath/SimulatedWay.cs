using Orchestrator.Drivers.ConsolePath;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>An open way of the simulated console path. Whoever calls it holds the path's lock.</summary>
internal sealed class SimulatedWay(ConsoleGrant grant, Action<ConsoleEvent> observer, TimeProvider time, Lock gate)
{
    private readonly List<SimulatedChannel> _channels = [];
    private DateTimeOffset? _lastInput;
    private long _bytesToMachine;
    private long _bytesToKiosk;
    private bool _touched;

    public ConsoleGrant Grant { get; } = grant;

    public IReadOnlyList<SimulatedChannel> Channels => _channels;

    public ConsoleActivity Activity => new(_channels.Count, _lastInput, _bytesToMachine, _bytesToKiosk);

    public SimulatedChannel Admit()
    {
        var channel = new SimulatedChannel(this, gate);
        _channels.Add(channel);
        if (!_touched)
        {
            _touched = true;
            observer(new ConsoleTouched(Grant.Session));
        }

        ReportOpen();
        return channel;
    }

    public void Leave(SimulatedChannel channel)
    {
        if (_channels.Remove(channel))
        {
            ReportOpen();
        }
    }

    public ConsoleClosing Close()
    {
        SimulatedChannel[] cut = [.. _channels];
        _channels.Clear();
        foreach (var channel in cut)
        {
            channel.Cut();
        }

        if (cut.Length > 0)
        {
            ReportOpen();
        }

        return new ConsoleClosing(_touched, cut.Length);
    }

    public void OnInput() => _lastInput = time.GetUtcNow();

    public void OnBytes(bool toMachine, int count)
    {
        if (toMachine)
        {
            _bytesToMachine += count;
        }
        else
        {
            _bytesToKiosk += count;
        }
    }

    private void ReportOpen() => observer(new ConsoleConnectionsChanged(Grant.Session, _channels.Count));
}
