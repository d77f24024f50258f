using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>Somebody who comes to a kiosk in the morning, gets a machine and stays.</summary>
internal sealed class ArrivingKiosk(LargeBranchNode entry, KioskAddress address, Delays delays) : ISignalLine
{
    /// <summary>From the line that a viewer may connect to its first connection.</summary>
    private static readonly TimeSpan ViewerStart = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset _signalledAt;
    private string? _lastLine;

    public CancellationToken HungUp => CancellationToken.None;

    /// <summary>From the signal to <c>RULE ADDED, CONNECT NOW</c>; null: it has not come.</summary>
    public TimeSpan? Answer { get; private set; }

    /// <summary>Node and console port of the machine that it got.</summary>
    public (NodeName Node, int Port)? Machine { get; private set; }

    public bool IsRemote => Machine is { } machine && machine.Node != entry.Name;

    public void Arrive()
    {
        _signalledAt = delays.Now;
        entry.Signal(address, this);
    }

    public void Send(string line)
    {
        _lastLine = line;
        if (line == SignalText.RuleAdded && Answer is null)
        {
            Answer = delays.Now - _signalledAt;
            delays.Later(ViewerStart, Connect);
        }
    }

    public void Close()
    {
    }

    public override string ToString() => $"kiosk {address} at {entry.Name}, which read '{_lastLine}' last";

    private void Connect() => Machine = entry.Connect(address)
        ?? throw new InvalidOperationException($"the console is closed to {this}");
}
