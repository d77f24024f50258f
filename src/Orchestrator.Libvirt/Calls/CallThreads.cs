using System.Collections.Concurrent;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// Threads of our own for calls that block: neither an actor nor the thread pool waits for libvirt. A thread whose
/// call never returns is written off and replaced, because a blocked native call cannot be cancelled.
/// </summary>
internal sealed class CallThreads : IDisposable
{
    private readonly BlockingCollection<Action> _waiting;
    private readonly ConcurrentDictionary<CallThread, bool> _threads = [];
    private readonly LibvirtOptions _options;
    private readonly TimeProvider _time;
    private readonly Action _onStuck;
    private readonly ITimer _watch;
    private int _writtenOff;

    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of stuck calls.</param>
    /// <param name="onStuck">Told once for each thread that is written off.</param>
    public CallThreads(LibvirtOptions options, TimeProvider time, Action onStuck)
    {
        _options = options;
        _time = time;
        _onStuck = onStuck;
        _waiting = new BlockingCollection<Action>(options.CallsWaitingMax);
        for (var i = 0; i < options.CallsInFlightMax; i++)
        {
            StartThread();
        }

        var period = options.CallStuckAfter / 4;
        _watch = time.CreateTimer(_ => WriteOffStuck(), null, period, period);
    }

    /// <summary>Runs a blocking call on one of the threads. Cancelling ends the wait; the call itself goes
    /// on.</summary>
    public Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var accepted = !_waiting.IsAddingCompleted && _waiting.TryAdd(() =>
        {
            if (cancellation.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellation);
                return;
            }

            try
            {
                done.TrySetResult(call());
            }
            catch (Exception error)
            {
                done.TrySetException(error);
            }
        });
        return accepted
            ? done.Task.WaitAsync(cancellation)
            : Task.FromException<T>(new HypervisorException(
                HypervisorFault.Overloaded,
                $"{_options.CallsWaitingMax} calls wait for libvirt already; it is slow or hangs"));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _waiting.CompleteAdding();
    }

    private void StartThread()
    {
        var thread = new CallThread(_waiting, _time);
        _threads[thread] = true;
        thread.Start();
    }

    private void WriteOffStuck()
    {
        foreach (var thread in _threads.Keys.Where(thread => thread.IsStuck(_options.CallStuckAfter)))
        {
            if (Interlocked.Increment(ref _writtenOff) > _options.ThreadsWrittenOffMax)
            {
                Environment.FailFast(
                    $"{_options.ThreadsWrittenOffMax} libvirt calls never returned; only a new process can free "
                    + "their threads");
            }

            thread.WriteOff();
            _threads.TryRemove(thread, out _);
            StartThread();
            _onStuck();
        }
    }
}
