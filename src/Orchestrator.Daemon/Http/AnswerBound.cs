namespace Orchestrator.Daemon.Http;

/// <summary>A request's patience: ends with the caller's or when the bound is over.</summary>
internal sealed class AnswerBound : IDisposable
{
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _either;

    public AnswerBound(TimeSpan bound, TimeProvider time, CancellationToken caller)
    {
        _timeout = new CancellationTokenSource(bound, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timeout.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _timeout.Dispose();
    }
}
