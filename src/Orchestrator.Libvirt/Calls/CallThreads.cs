using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// Threads of our own for calls that block: neither an actor nor the thread pool waits for libvirt. A thread whose
/// call never returns is written off and replaced, because a blocked native call cannot be cancelled.
/// </summary>
internal sealed class CallThreads : IDisposable
{
    // Not a Lock: threads wait on it for calls.
    private readonly object _gate = new();
    private readonly CallQueue _queue;
    private readonly HashSet<CallThread> _threads = [];
    private readonly LibvirtOptions _options;
    private readonly TimeProvider _time;
    private readonly CallWatch _watch;
    private readonly ITimer _timer;
    private int _writtenOff;
    private bool _closed;

    /// <param name="options">Limits.</param>
    /// <param name="time">The clock of deadlines and stuck calls.</param>
    /// <param name="watch">Told how each call went.</param>
    public CallThreads(LibvirtOptions options, TimeProvider time, CallWatch watch)
    {
        (_options, _time, _watch) = (options, time, watch);
        _queue = new CallQueue(options.CallsWaitingMax, Math.Max(1, options.CallsInFlightMax - 1));
        for (var i = 0; i < options.CallsInFlightMax; i++)
        {
            StartThread();
        }

        var period = options.CallStuckAfter / 4;
        _timer = time.CreateTimer(_ => WriteOffStuck(), null, period, period);
    }

    /// <summary>Runs a blocking call on one of the threads, within its kind's deadline. Cancelling ends the wait; a
    /// call that has begun goes on.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="work">Blocks; may ask the call whether anybody waits for the result still.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="onLate">Takes a result back that nobody waits for any more, on the same thread.</param>
    /// <param name="onStuck">Told once if the call holds its thread for too long.</param>
    public async Task<T> RunAsync<T>(
        CallKind kind,
        Func<Call, T> work,
        CancellationToken cancellation,
        Action<T>? onLate = null,
        Action? onStuck = null)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = new Call(
            kind,
            _options.CallDeadlines.Of(kind),
            _time,
            _watch,
            running =>
            {
                var result = work(running);
                if (!done.TrySetResult(result))
                {
                    onLate?.Invoke(result);
                }
            },
            error => done.TrySetException(error))
        {
            OnStuck = onStuck,
        };
        cancellation.ThrowIfCancellationRequested();
        Add(call);
        await using var registration = cancellation.UnsafeRegister(
            _ =>
            {
                done.TrySetCanceled(cancellation);
                call.Abandon();
            },
            null).ConfigureAwait(false);
        return await done.Task.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Blocks until there is a call for this thread; null: the thread ends.</summary>
    public Call? Take(CallThread thread)
    {
        lock (_gate)
        {
            while (!thread.IsWrittenOff)
            {
                if (_queue.TryTake(out var call))
                {
                    return thread.Current = call;
                }

                if (_closed && _queue.IsEmpty)
                {
                    break;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    public void Return(CallThread thread, Call call)
    {
        lock (_gate)
        {
            thread.Current = null;
            thread.IsStuck = false;
            if (thread.IsWrittenOff)
            {
                _writtenOff--;
            }
            else
            {
                _queue.Return(call.Kind);
            }
        }
    }

    private void Add(Call call)
    {
        lock (_gate)
        {
            if (_threads.All(thread => thread.IsStuck))
            {
                throw new HypervisorException(
                    HypervisorFault.Overloaded,
                    $"{_threads.Count + _writtenOff} libvirt calls never returned and hold all threads; restart "
                    + "libvirtd, and this process if that does not free them");
            }

            if (_closed || !_queue.TryAdd(call))
            {
                throw new HypervisorException(
                    HypervisorFault.Overloaded,
                    $"{_options.CallsWaitingMax} calls wait for libvirt already; it is slow or hangs");
            }

            call.Accept();
            Monitor.Pulse(_gate);
        }
    }

    private void StartThread()
    {
        var thread = new CallThread(this);
        _threads.Add(thread);
        thread.Start();
    }

    private void WriteOffStuck()
    {
        List<Call> stuck;
        lock (_gate)
        {
            var threads = _threads
                .Where(thread => !thread.IsStuck)
                .Where(thread => thread.Current?.IsRunningLongerThan(_options.CallStuckAfter) == true).ToList();
            stuck = [.. threads.Select(thread => thread.Current!)];
            threads.ForEach(WriteOff);
        }

        stuck.ForEach(call => call.OnStuck?.Invoke());
        _watch.LookAtTheClock();
    }

    /// <summary>Beyond the bound a stuck thread keeps its place: each one written off costs a stack, and the process
    /// has to live on, because the sessions in use run through it.</summary>
    private void WriteOff(CallThread thread)
    {
        thread.IsStuck = true;
        if (_writtenOff >= _options.ThreadsWrittenOffMax)
        {
            return;
        }

        _writtenOff++;
        thread.IsWrittenOff = true;
        _threads.Remove(thread);
        _queue.Return(thread.Current!.Kind);
        StartThread();
    }
}
