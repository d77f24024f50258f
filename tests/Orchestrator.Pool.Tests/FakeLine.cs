using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Tests;

/// <summary>A kiosk's signal line in memory.</summary>
internal sealed class FakeLine : ISignalLine, IDisposable
{
    private readonly CancellationTokenSource _hungUp = new();

    public List<string> Lines { get; } = [];

    public bool IsClosed { get; private set; }

    public CancellationToken HungUp => _hungUp.Token;

    public void HangUp() => _hungUp.Cancel();

    public void Send(string line)
    {
        if (!IsClosed)
        {
            Lines.Add(line);
        }
    }

    public void Close() => IsClosed = true;

    public void Dispose() => _hungUp.Dispose();
}
