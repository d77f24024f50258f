using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.Calls;

/// <summary>
/// One blocking call: waits for a thread, runs, and is over. Each of the first two has the kind's deadline. A native
/// call cannot be cancelled: past its deadline it fails for whoever waits, and its thread goes on until it returns.
/// </summary>
internal sealed class Call
{
    private readonly Lock _gate = new();
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly CallWatch _watch;
    private readonly Action<Call> _work;
    private readonly Action<Exception> _fail;
    private ITimer? _timer;
    private Phase _phase;
    private long _began;
    private bool _overdue;
    private volatile bool _abandoned;

    /// <param name="kind">Its kind.</param>
    /// <param name="deadline">For the wait, and again for the work.</param>
    /// <param name="time">The deadline's clock.</param>
    /// <param name="watch">Told how the call went.</param>
    /// <param name="work">Blocks; may look at <see cref="IsAbandoned"/> between two effects.</param>
    /// <param name="fail">Gets the failure of the work, or of the wait.</param>
    public Call(
        CallKind kind,
        TimeSpan deadline,
        TimeProvider time,
        CallWatch watch,
        Action<Call> work,
        Action<Exception> fail) =>
        (Kind, _deadline, _time, _watch, _work, _fail) = (kind, deadline, time, watch, work, fail);

    private enum Phase
    {
        Waiting,
        Running,
        Over,
    }

    public CallKind Kind { get; }

    /// <summary>Told when this call holds its thread for too long.</summary>
    public Action? OnStuck { get; init; }

    /// <summary>Nobody waits for the result any more.</summary>
    public bool IsAbandoned => _abandoned;

    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _phase == Phase.Waiting;
            }
        }
    }

    /// <summary>Starts the deadline of the wait.</summary>
    public void Accept()
    {
        lock (_gate)
        {
            if (_phase == Phase.Waiting)
            {
                _timer = _time.CreateTimer(_ => OnDeadline(), null, _deadline, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Nobody waits for it any more: it does not begin, or knows that it is late.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            if (_phase == Phase.Waiting)
            {
                End();
            }
        }

        _abandoned = true;
    }

    public bool IsRunningLongerThan(TimeSpan bound)
    {
        lock (_gate)
        {
            return _phase == Phase.Running && _time.GetElapsedTime(_began) > bound;
        }
    }

    /// <summary>Runs on the calling thread, unless nobody waits any more; does not throw.</summary>
    public void Run()
    {
        lock (_gate)
        {
            if (_phase != Phase.Waiting)
            {
                return;
            }

            _phase = Phase.Running;
            _began = _time.GetTimestamp();
            _timer?.Dispose();
            _timer = _time.CreateTimer(_ => OnDeadline(), null, _deadline, Timeout.InfiniteTimeSpan);
        }

        Exception? failure = null;
        try
        {
            _work(this);
        }
        catch (Exception error)
        {
            failure = error;
        }

        Finish(failure);
    }

    private void Finish(Exception? failure)
    {
        bool overdue;
        lock (_gate)
        {
            End();
            overdue = _overdue;
        }

        // Without a connection a call fails at once, which says nothing of libvirt's speed.
        if (failure is not HypervisorException { Fault: HypervisorFault.Unreachable })
        {
            _watch.Returned(Kind, _time.GetElapsedTime(_began), overdue);
        }

        if (failure is not null)
        {
            _fail(failure);
        }
    }

    private void OnDeadline()
    {
        bool began;
        lock (_gate)
        {
            if (_phase == Phase.Over)
            {
                return;
            }

            _abandoned = true;
            began = _phase == Phase.Running;
            if (began)
            {
                _overdue = true;
            }
            else
            {
                End();
            }
        }

        if (began)
        {
            _watch.PassedDeadline(Kind);
        }

        _fail(began
            ? new HypervisorException(
                HypervisorFault.Overdue,
                $"a libvirt call of the kind {Kind} passed its deadline of {_deadline}; libvirt or the host is slow or "
                + "hangs, see libvirtd's log")
            : new HypervisorException(
                HypervisorFault.Overloaded,
                $"a libvirt call of the kind {Kind} found no free thread within {_deadline}; those that run are slow "
                + "or hang"));
    }

    private void End()
    {
        _phase = Phase.Over;
        _timer?.Dispose();
        _timer = null;
    }
}
