namespace Orchestrator.Actors;

/// <summary>
/// What comes back to an incarnation: timers, piped outcomes, and what has to wait while it is suspended.
/// </summary>
internal abstract partial class ActorCell
{
    private readonly Dictionary<object, CellTimer> _timers = [];
    private readonly Queue<Delivery> _deferred = new();
    private int _writes;

    private bool HasDeferred => _deferred.Count > 0;

    public void CancelTimer(object key)
    {
        if (_timers.Remove(key, out var timer))
        {
            timer.Dispose();
        }
    }

    public void CancelTimers()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    /// <summary>
    /// Brings something to this incarnation in its turn, or after the commit that it waits for; never to another
    /// incarnation.
    /// </summary>
    internal void Deliver(Delivery delivery)
    {
        if (Now != Phase.Running)
        {
            return;
        }

        if (IsSuspended || HasDeferred)
        {
            _deferred.Enqueue(delivery);
        }
        else
        {
            delivery.Bring();
        }
    }

    /// <summary>Runs a step once the task is done, in this cell's turn, if the incarnation is still the same.</summary>
    internal void WhenDone(Task task, Action step)
    {
        ThrowIfEnded();
        PostWhenDone(task, new Done(this, step));
    }

    /// <summary>
    /// As <see cref="WhenDone"/>; and the incarnation's end waits for the write, because who recovers must not read
    /// before it is settled: it would act on a state that the journal has left behind.
    /// </summary>
    internal void WhenWritten(Task write, Written message)
    {
        ThrowIfEnded();
        _writes++;
        PostWhenDone(write, message);
    }

    protected static void PostWhenDone(Task task, SystemMessage message)
    {
        if (task.IsCompleted)
        {
            message.Post();
            return;
        }

        // Half the cost of a continuation that is a task itself. Nothing is done where the task ends but to put the
        // message in.
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(message.Post);
    }

    private sealed class Done(ActorCell cell, Action step) : SystemMessage(cell)
    {
        private readonly int _incarnation = cell.Incarnation;

        public override void Handle()
        {
            if (Cell.IsRunning(_incarnation))
            {
                step();
            }
        }
    }

    /// <summary>A write of an incarnation is settled, for better or worse.</summary>
    internal abstract class Written(ActorCell cell) : SystemMessage(cell)
    {
        private readonly int _incarnation = cell.Incarnation;

        public sealed override void Handle()
        {
            Cell._writes--;
            if (Cell.IsRunning(_incarnation))
            {
                Settle();
            }
            else
            {
                Cell.FinishWhenAlone();
            }
        }

        /// <summary>The incarnation that wrote goes on.</summary>
        protected abstract void Settle();
    }

    /// <summary>
    /// One timer of one key. It delivers only while it is the key's timer: a replaced one is silent even when it has
    /// fired.
    /// </summary>
    protected abstract class CellTimer : Delivery, IDisposable
    {
        private readonly object _key;
        private readonly bool _once;
        private readonly ITimer _timer;
        private int _onItsWay;

        protected CellTimer(ActorCell cell, object key, TimeSpan due, TimeSpan period)
            : base(cell)
        {
            cell.ThrowIfEnded();
            cell.CancelTimer(key);
            cell._timers[key] = this;
            _key = key;
            _once = period == Timeout.InfiniteTimeSpan;
            _timer = cell.Time.CreateTimer(
                static timer => ((CellTimer)timer!).Fire(), this, due < TimeSpan.Zero ? TimeSpan.Zero : due, period);
        }

        public void Dispose() => _timer.Dispose();

        public sealed override void Bring()
        {
            Volatile.Write(ref _onItsWay, 0);
            if (!Cell._timers.TryGetValue(_key, out var current) || !ReferenceEquals(current, this))
            {
                return;
            }

            if (_once)
            {
                Cell._timers.Remove(_key);
                Dispose();
            }

            Elapse();
        }

        /// <summary>It is the key's timer still, and due.</summary>
        protected abstract void Elapse();

        /// <summary>
        /// At most one message of a timer waits: beats that an actor has no time for must not pile up in a queue that
        /// knows no bound.
        /// </summary>
        private void Fire()
        {
            if (Interlocked.Exchange(ref _onItsWay, 1) == 0)
            {
                Post();
            }
        }
    }
}
