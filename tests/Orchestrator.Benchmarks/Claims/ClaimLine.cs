using Orchestrator.Pool.Sessions;

namespace Orchestrator.Benchmarks.Claims;

/// <summary>A kiosk's signal line that waits for its offer.</summary>
internal sealed class ClaimLine : ISignalLine
{
    private readonly TaskCompletionSource _offered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Offered => _offered.Task;

    public CancellationToken HungUp => CancellationToken.None;

    public void Send(string line)
    {
        if (line == SignalText.RuleAdded)
        {
            _offered.TrySetResult();
        }
    }

    public void Close() => _offered.TrySetException(new InvalidOperationException("the line was closed unserved"));
}
