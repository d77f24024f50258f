using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Actors;

/// <summary>
/// What comes back to an incarnation: timers, piped outcomes, and what has to wait while it is suspended.
/// </summary>
internal abstract partial class ActorCell
{
    private readonly Dictionary<object, CellTimer> _timers = [];
    private readonly Queue<Action> _deferred = new();
    private int _writes;

    private bool HasDeferred => _deferred.Count > 0;

    public void CancelTimer(object key)
    {
        if (_timers.Remove(key, out var timer))
        {
            timer.Dispose();
        }
    }

    /// <summary>
    /// Runs a step for this incarnation in its turn, or after the commit that it waits for; never for another
    /// incarnation.
    /// </summary>
    protected void Deliver(Action step)
    {
        if (Now != Phase.Running)
        {
            return;
        }

        if (IsSuspended || HasDeferred)
        {
            _deferred.Enqueue(step);
        }
        else
        {
            step();
        }
    }

    protected void StartTimer(object key, TimeSpan due, TimeSpan period, Action step)
    {
        ThrowIfEnded();
        CancelTimer(key);
        _timers[key] = new CellTimer(this, key, due, period, step);
    }

    /// <summary>Runs a step once the task is done, in this cell's turn, if the incarnation is still the same.</summary>
    internal void WhenDone(Task task, Action step)
    {
        ThrowIfEnded();
        PostWhenDone(task, new Done(this, Incarnation, step));
    }

    /// <summary>
    /// As <see cref="WhenDone"/>; and the incarnation's end waits for the write, because who recovers must not read
    /// before it is settled: it would act on a state that the journal has left behind.
    /// </summary>
    internal void WhenWritten(Task write, Action step)
    {
        ThrowIfEnded();
        _writes++;
        PostWhenDone(write, new Written(this, Incarnation, step));
    }

    private void PostWhenDone(Task task, ISystemMessage message)
    {
        if (task.IsCompleted)
        {
            Post(message);
            return;
        }

        task.ContinueWith(
            (_, state) => Post((ISystemMessage)state!), message, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.DenyChildAttach,
            TaskScheduler.Default);
    }

    private bool TryTakeDeferred([NotNullWhen(true)] out Action? step) => _deferred.TryDequeue(out step);

    private void CancelTimers()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    private sealed record Done(ActorCell Cell, int Incarnation, Action Step) : ISystemMessage
    {
        public void Handle()
        {
            if (Cell.Incarnation == Incarnation && Cell.Now == Phase.Running)
            {
                Step();
            }
        }
    }

    private sealed record Written(ActorCell Cell, int Incarnation, Action Step) : ISystemMessage
    {
        public void Handle()
        {
            Cell._writes--;
            if (Cell.Incarnation == Incarnation && Cell.Now == Phase.Running)
            {
                Step();
            }
            else
            {
                Cell.FinishWhenAlone();
            }
        }
    }

    /// <summary>
    /// One timer of one key. It delivers only while it is the key's timer: a replaced one is silent even when it has
    /// fired.
    /// </summary>
    private sealed class CellTimer : ISystemMessage, IDisposable
    {
        private readonly ActorCell _cell;
        private readonly object _key;
        private readonly bool _once;
        private readonly Action _step;
        private readonly ITimer _timer;
        private int _onItsWay;

        public CellTimer(ActorCell cell, object key, TimeSpan due, TimeSpan period, Action step)
        {
            _cell = cell;
            _key = key;
            _step = step;
            _once = period == Timeout.InfiniteTimeSpan;
            _timer = cell.Time.CreateTimer(
                static timer => ((CellTimer)timer!).Fire(), this, due < TimeSpan.Zero ? TimeSpan.Zero : due, period);
        }

        public void Handle() => _cell.Deliver(Step);

        public void Dispose() => _timer.Dispose();

        /// <summary>
        /// At most one message of a timer waits: beats that an actor has no time for must not pile up in a queue that
        /// knows no bound.
        /// </summary>
        private void Fire()
        {
            if (Interlocked.Exchange(ref _onItsWay, 1) == 0)
            {
                _cell.Post(this);
            }
        }

        private void Step()
        {
            Volatile.Write(ref _onItsWay, 0);
            if (!_cell._timers.TryGetValue(_key, out var current) || !ReferenceEquals(current, this))
            {
                return;
            }

            if (_once)
            {
                _cell._timers.Remove(_key);
                Dispose();
            }

            _step();
        }
    }
}
