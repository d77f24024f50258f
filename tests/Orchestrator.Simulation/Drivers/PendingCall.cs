namespace Orchestrator.Simulation.Drivers;

/// <summary>A driver's call on its way. Cancellation ends the wait, not the work.</summary>
internal sealed class PendingCall<T>
{
    private readonly TaskCompletionSource<T> _outcome = new();
    private readonly CancellationTokenRegistration _registration;

    public PendingCall(CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
        {
            _registration = cancellation.UnsafeRegister(static call => ((PendingCall<T>)call!).Abandon(), this);
        }
    }

    public Task<T> Outcome => _outcome.Task;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsAbandoned { get; private set; }

    public void Complete(Task<T> done)
    {
        _registration.Unregister();
        _outcome.TrySetFromTask(done);
    }

    public void Fail(Exception error)
    {
        _registration.Unregister();
        _outcome.TrySetException(error);
    }

    public void Abandon()
    {
        IsAbandoned = true;
        _outcome.TrySetCanceled();
    }
}
