using System.Collections.Concurrent;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>A kiosk's signal line in memory.</summary>
internal sealed class RecordingLine : ISignalLine
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public CancellationToken HungUp => CancellationToken.None;

    public void Send(string line) => Lines.Enqueue(line);

    public void Close()
    {
    }
}
