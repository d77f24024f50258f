namespace Orchestrator.Actors;

/// <summary>The tree: children, failures, restarts and the end.</summary>
internal abstract partial class ActorCell
{
    private Dictionary<string, ActorCell>? _children;
    private HashSet<ActorCell>? _watchers;
    private Queue<long>? _restarts;
    private CancellationTokenSource _stopping = new();
    private ITimer? _backoff;

    /// <summary>Whether its parent has handled its end; the parent's own.</summary>
    private bool _hasLeft;

    public CancellationToken Stopping => _stopping.Token;

    protected void Adopt(string name, ActorCell child)
    {
        ThrowIfEnded();
        _children ??= [];
        if (!_children.TryAdd(name, child))
        {
            throw new InvalidOperationException(
                $"actor {Path} has a child named '{name}' already; it must terminate first");
        }

        child.Start();
    }

    public void StopSelf() => PostStopRequest();

    protected void Fail(Exception error)
    {
        if (Now is Phase.Stopping or Phase.Stopped)
        {
            return;
        }

        var directive = error is ActorEscalationException && _parent is null ? Directive.Escalate : Decide(error);
        System.Options.OnFailure?.Invoke(Path, error, directive);
        switch (directive)
        {
            case Directive.Restart:
                LeaveIncarnation(Phase.Restarting);
                break;
            case Directive.Escalate:
                Escalate(error);
                break;
            default:
                LeaveIncarnation(Phase.Stopping);
                break;
        }
    }

    private Directive Decide(Exception error)
    {
        var directive = _supervision.Decide(error);
        if (directive != Directive.Restart)
        {
            return directive;
        }

        _restarts ??= [];
        var now = Time.GetTimestamp();
        while (_restarts.TryPeek(out var oldest) && Time.GetElapsedTime(oldest, now) > _supervision.RestartWindow)
        {
            _restarts.Dequeue();
        }

        _restarts.Enqueue(now);
        return _restarts.Count > _supervision.RestartsMax ? _supervision.WhenExhausted : Directive.Restart;
    }

    private void Escalate(Exception error)
    {
        var escalation = new ActorEscalationException(Path, error);

        // Before the end is told: the parent cannot be another incarnation as long as it waits for this child.
        if (_parent is null)
        {
            System.OnRootEscalated(escalation);
        }
        else
        {
            _parent.Post(new ChildEscalated(_parent, escalation));
        }

        LeaveIncarnation(Phase.Stopping);
    }

    /// <summary>The end of an incarnation: nothing of it may act any more, and its children go first.</summary>
    private void LeaveIncarnation(Phase next)
    {
        if (Now is Phase.Stopping or Phase.Stopped)
        {
            return;
        }

        Now = next;
        Incarnation++;
        IsSuspended = false;
        _deferred.Clear();
        _backoff?.Dispose();
        CancelTimers();
        _stopping.Cancel();
        if (_children is not null)
        {
            foreach (var child in _children.Values)
            {
                child.PostStopRequest();
            }
        }

        FinishWhenAlone();
    }

    /// <summary>
    /// Children act for their parent and writes are made in its name: the next incarnation, or the next actor of the
    /// name, begins when both are done.
    /// </summary>
    private void FinishWhenAlone()
    {
        if (Now is Phase.Restarting or Phase.Stopping && _children is null or { Count: 0 } && _writes == 0)
        {
            FinishIncarnation();
        }
    }

    private void FinishIncarnation()
    {
        try
        {
            Discard();
        }
        catch (Exception error)
        {
            // The incarnation is going already; its failing PostStop changes nothing.
            System.Options.OnFailure?.Invoke(Path, error, Directive.Stop);
        }

        _stopping.Dispose();
        if (Now == Phase.Restarting)
        {
            Now = Phase.Starting;
            _stopping = new CancellationTokenSource();
            _backoff = Time.CreateTimer(
                static begin => ((Begin)begin!).Post(), new Begin(this),
                _supervision.Backoff(_restarts?.Count ?? 0, Random), Timeout.InfiniteTimeSpan);
            return;
        }

        Now = Phase.Stopped;
        _isTerminated = true;
        DropUserMessages();
        System.OnTerminated(Path);
        _parent?.Post(new ChildTerminated(_parent, this));
        if (_watchers is not null)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Post(new WatchedTerminated(watcher, this));
            }
        }

        if (_parent is null)
        {
            System.OnRootTerminated(Path);
        }

        _terminated?.TrySetResult();
    }

    private void OnChildTerminated(ActorCell child)
    {
        _children!.Remove(child.Path[(child.Path.LastIndexOf('/') + 1)..]);
        child._hasLeft = true;
        FinishWhenAlone();
        OnWatchedTerminated(child);
    }

    /// <summary>Begins an incarnation, unless it was overtaken by a restart or a stop.</summary>
    private sealed class Begin(ActorCell cell) : SystemMessage(cell)
    {
        private readonly int _incarnation = cell.Incarnation;

        public override void Handle()
        {
            if (Cell.Now == Phase.Starting && Cell.Incarnation == _incarnation)
            {
                Cell.Now = Phase.Running;
                Cell.Incarnate();
            }
        }
    }

    private sealed class StopRequest(ActorCell cell) : SystemMessage(cell)
    {
        public override void Handle() => Cell.StopNow();
    }

    private void StopNow()
    {
        if (Now == Phase.Restarting)
        {
            // Its children stop already; the restart becomes a stop.
            Now = Phase.Stopping;
        }
        else
        {
            LeaveIncarnation(Phase.Stopping);
        }
    }

    private sealed class ChildTerminated(ActorCell cell, ActorCell child) : SystemMessage(cell)
    {
        public override void Handle() => Cell.OnChildTerminated(child);
    }

    private sealed class ChildEscalated(ActorCell cell, Exception error) : SystemMessage(cell)
    {
        public override void Handle()
        {
            // A parent that is on its way out takes all its children along already.
            if (Cell.Now == Phase.Running)
            {
                throw error;
            }
        }
    }
}
