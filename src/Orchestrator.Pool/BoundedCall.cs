using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Pool;

/// <summary>
/// A call, its deadline and its caller's end: what comes first is the outcome. Every guest that boots is probed several
/// times, so that this is one object instead of a wait around a wait.
/// </summary>
/// <param name="deadline">How long the call may take.</param>
/// <param name="operation">The call in words for an operator.</param>
/// <param name="stopping">The caller's end.</param>
[SuppressMessage("Design", "CA1001", Justification = "a source without timer or wait handle holds nothing to free")]
internal sealed class BoundedCall<T>(TimeSpan deadline, string operation, CancellationToken stopping)
    : TaskCompletionSource<T>
{
    private readonly CancellationTokenSource _over = new();
    private CancellationTokenRegistration _leaving;
    private ITimer? _timer;
    private Task<T>? _call;

    /// <summary>Makes the call; its outcome is this one's task.</summary>
    public void Begin(Func<CancellationToken, Task<T>> call, TimeProvider time)
    {
        try
        {
            _call = call(_over.Token);
        }
        catch (Exception error)
        {
            TrySetException(error);
            return;
        }

        if (_call.IsCompleted)
        {
            Finish();
            return;
        }

        // Before the timer, which lets go of it.
        _leaving = stopping.UnsafeRegister(static bounded => ((BoundedCall<T>)bounded!).Leave(), this);
        _timer = time.CreateTimer(
            static bounded => ((BoundedCall<T>)bounded!).Pass(), this, deadline, Timeout.InfiniteTimeSpan);
        _call.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(Finish);
    }

    /// <summary>The call is over, in time or not.</summary>
    private void Finish()
    {
        _timer?.Dispose();
        _leaving.Unregister();
        if (!_call!.IsCanceled)
        {
            TrySetFromTask(_call);
        }
        else if (stopping.IsCancellationRequested)
        {
            TrySetCanceled(stopping);
        }
        else
        {
            TrySetException(new DeadlinePassedException(operation, deadline));
        }
    }

    /// <summary>A call that hangs for good must not keep this in its caller's memory.</summary>
    private void Pass()
    {
        _leaving.Unregister();
        TrySetException(new DeadlinePassedException(operation, deadline));
        _over.Cancel();
    }

    private void Leave()
    {
        TrySetCanceled(stopping);
        _over.Cancel();
    }
}
