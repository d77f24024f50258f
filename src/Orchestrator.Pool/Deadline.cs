namespace Orchestrator.Pool;

/// <summary>A bound on a call to a driver.</summary>
internal static class Deadline
{
    /// <summary>
    /// The outcome of the call if it comes in time. A call that does not even heed its cancellation is left behind: its
    /// late outcome reaches nobody.
    /// </summary>
    /// <param name="deadline">How long the call may take.</param>
    /// <param name="operation">The call in words for an operator.</param>
    /// <param name="call">Makes the call.</param>
    /// <param name="time">The clock of the deadline.</param>
    /// <param name="stopping">Ends the wait early; the caller is no longer there.</param>
    /// <exception cref="DeadlinePassedException">The call took longer.</exception>
    public static Task<T> WithinAsync<T>(
        TimeSpan deadline,
        string operation,
        Func<CancellationToken, Task<T>> call,
        TimeProvider time,
        CancellationToken stopping)
    {
        var bounded = new BoundedCall<T>(deadline, operation, stopping);
        bounded.Begin(call, time);
        return bounded.Task;
    }

    /// <inheritdoc cref="WithinAsync{T}"/>
    public static Task WithinAsync(
        TimeSpan deadline,
        string operation,
        Func<CancellationToken, Task> call,
        TimeProvider time,
        CancellationToken stopping) => WithinAsync(
            deadline,
            operation,
            async cancellation =>
            {
                await call(cancellation).ConfigureAwait(false);
                return true;
            },
            time,
            stopping);
}
