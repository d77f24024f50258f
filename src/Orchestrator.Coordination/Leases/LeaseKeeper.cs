using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Leases;

/// <summary>Responsible for one lease: keeps it alive, and says once when it is over or may be.</summary>
internal sealed class LeaseKeeper : IDisposable
{
    private readonly IEtcd _etcd;
    private readonly CoordinationOptions _options;
    private readonly TimeProvider _time;
    private readonly LeaseClock _clock;
    private readonly Action<string> _lost;
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _expiry;
    private string? _lastError;
    private int _isOver;

    /// <param name="etcd">The store.</param>
    /// <param name="options">Intervals.</param>
    /// <param name="time">The node's clock.</param>
    /// <param name="hold">What is held.</param>
    /// <param name="clock">Runs already, from the sending of the grant.</param>
    /// <param name="lost">Called at most once, never after <see cref="Dispose"/> has returned from the same
    /// thread.</param>
    public LeaseKeeper(
        IEtcd etcd, CoordinationOptions options, TimeProvider time, NodeHold hold, LeaseClock clock,
        Action<string> lost)
    {
        (_etcd, _options, _time, Hold, _clock, _lost) = (etcd, options, time, hold, clock, lost);
        _expiry = time.CreateTimer(_ => OnExpiry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public NodeHold Hold { get; }

    public bool IsCertain => Volatile.Read(ref _isOver) == 0 && _clock.Left > TimeSpan.Zero;

    public void Start()
    {
        ArmExpiry();
        _ = KeepAliveAsync(_ending.Token);
    }

    /// <summary>Others may take over, whatever the clock says.</summary>
    public void Lose(string detail)
    {
        if (End())
        {
            _lost(detail);
        }
    }

    /// <summary>Stops keeping it alive and says nothing.</summary>
    public void Dispose() => End();

    private bool End()
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 1)
        {
            return false;
        }

        _ending.Cancel();
        _expiry.Dispose();
        return true;
    }

    private async Task KeepAliveAsync(CancellationToken ending)
    {
        var pause = _options.KeepAliveInterval;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, _time, ending).ConfigureAwait(false);
                var sent = _clock.Now();
                if (await _etcd.KeepAliveAsync(Hold.Lease, ending).ConfigureAwait(false) is not { } left)
                {
                    Lose("the store does not know the lease any more");
                    return;
                }

                _clock.Renew(sent, left);
                ArmExpiry();
                pause = _options.KeepAliveInterval;
            }
            catch (CoordinationException error)
            {
                // Whether it is over only the clock can say.
                _lastError = error.Message;
                pause = _options.RetryPause;
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void OnExpiry()
    {
        if (_clock.Left > TimeSpan.Zero)
        {
            ArmExpiry();
            return;
        }

        Lose($"no keepalive was answered in time: {_lastError ?? "the process stood still"}");
    }

    private void ArmExpiry()
    {
        if (Volatile.Read(ref _isOver) == 0)
        {
            var left = _clock.Left;
            _expiry.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
