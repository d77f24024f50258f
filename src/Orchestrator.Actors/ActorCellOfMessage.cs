namespace Orchestrator.Actors;

/// <summary>The typed part of an actor's cell: mailbox and incarnation.</summary>
internal sealed class ActorCell<TMessage> : ActorCell, IActorRef<TMessage>, IActorContext<TMessage>
    where TMessage : notnull
{
    private readonly Dictionary<IActorRef, TMessage> _watched = [];
    private readonly Func<Actor<TMessage>> _factory;
    private readonly int _capacity;
    private Actor<TMessage>? _actor;
    private Inbox<Envelope> _mailbox;

    /// <summary>User messages that were put in, and those that were taken out; both run over.</summary>
    private int _told;
    private int _taken;

    public ActorCell(
        ActorSystem system, ActorCell? parent, string path, Func<Actor<TMessage>> factory, SpawnOptions options)
        : base(system, parent, path, options.Supervision)
    {
        _factory = factory;
        _capacity = options.MailboxCapacity;
    }

    public IActorRef<TMessage> Self => this;

    /// <summary>User messages that wait.</summary>
    public int MailboxDepth => unchecked(Volatile.Read(ref _told) - Volatile.Read(ref _taken));

    protected override bool HasUserMessage => !_mailbox.IsEmpty;

    public bool Tell(TMessage message)
    {
        if (IsTerminated)
        {
            System.OnDeadLetter(new DeadLetter(Path, message, DeadLetterReason.Terminated));
            return false;
        }

        if (unchecked(Interlocked.Increment(ref _told) - Volatile.Read(ref _taken)) > _capacity)
        {
            Interlocked.Decrement(ref _told);
            System.OnDeadLetter(new DeadLetter(Path, message, DeadLetterReason.MailboxFull));
            return false;
        }

        _mailbox.Add(new Envelope(message));
        Schedule();
        return true;
    }

    public IActorRef<TChild> Spawn<TChild>(string name, Func<Actor<TChild>> factory, SpawnOptions? options = null)
        where TChild : notnull
    {
        var child = new ActorCell<TChild>(System, this, $"{Path}/{name}", factory, options ?? new SpawnOptions());
        Adopt(name, child);
        return child;
    }

    public void Stop(IActorRef child) => ((ActorCell)child).PostStopRequest();

    public void Watch(IActorRef other, TMessage whenTerminated)
    {
        ThrowIfEnded();
        _watched[other] = whenTerminated;
        StartWatching((ActorCell)other);
    }

    public void Unwatch(IActorRef other)
    {
        if (_watched.Remove(other))
        {
            StopWatching((ActorCell)other);
        }
    }

    public void StartTimer(object key, TimeSpan due, TMessage message) =>
        _ = new Timer(this, key, due, Timeout.InfiniteTimeSpan, message);

    public void StartPeriodicTimer(object key, TimeSpan period, TMessage message) =>
        _ = new Timer(this, key, period, period, message);

    public void PipeToSelf<T>(Task<T> task, Func<T, TMessage> success, Func<Exception, TMessage> failure)
    {
        ThrowIfEnded();
        PostWhenDone(task, new OutcomeOf<T>(this, task, success, failure));
    }

    public void PipeToSelf(Task task, Func<TMessage> success, Func<Exception, TMessage> failure)
    {
        ThrowIfEnded();
        PostWhenDone(task, new Completion(this, task, success, failure));
    }

    internal static Exception FailureOf(Task task) =>
        task.Exception?.InnerException ?? new OperationCanceledException("the operation was cancelled");

    protected override void OnWatchedTerminated(IActorRef other)
    {
        if (_watched.Remove(other, out var message))
        {
            Deliver(new Notice(this, message));
        }
    }

    protected override void Incarnate()
    {
        _actor = _factory();
        _actor.Cell = this;
        _actor.CallPreStart();
    }

    protected override void Discard()
    {
        foreach (var other in _watched.Keys)
        {
            StopWatching((ActorCell)other);
        }

        _watched.Clear();
        var actor = _actor;
        _actor = null;
        actor?.CallPostStop();
    }

    protected override void DropUserMessages()
    {
        while (Take() is { } envelope)
        {
            System.OnDeadLetter(new DeadLetter(Path, envelope.Message, DeadLetterReason.Terminated));
        }
    }

    protected override bool TryReceive()
    {
        if (Take() is not { } envelope)
        {
            return false;
        }

        try
        {
            Receive(envelope.Message);
        }
        catch (Exception error)
        {
            Fail(error);
        }

        return true;
    }

    /// <summary>Only a turn takes, so that counting it needs nobody else.</summary>
    private Envelope? Take()
    {
        var envelope = _mailbox.Take();
        if (envelope is not null)
        {
            Volatile.Write(ref _taken, unchecked(_taken + 1));
        }

        return envelope;
    }

    private void Receive(TMessage message) => _actor!.CallReceive(message);

    private sealed class Envelope(TMessage message) : Queued<Envelope>
    {
        public TMessage Message { get; } = message;
    }

    private sealed class Timer(
        ActorCell<TMessage> cell, object key, TimeSpan due, TimeSpan period, TMessage message)
        : CellTimer(cell, key, due, period)
    {
        protected override void Elapse() => cell.Receive(message);
    }

    /// <summary>The end of a watched actor.</summary>
    private sealed class Notice(ActorCell<TMessage> cell, TMessage message) : Delivery(cell)
    {
        public override void Bring() => cell.Receive(message);
    }

    /// <summary>The outcome of a task, for the incarnation that waits for it.</summary>
    private abstract class Outcome(ActorCell<TMessage> cell) : Delivery(cell)
    {
        private readonly int _incarnation = cell.Incarnation;

        public sealed override void Handle()
        {
            if (Cell.IsRunning(_incarnation))
            {
                base.Handle();
            }
        }

        public sealed override void Bring() => cell.Receive(Message());

        protected abstract TMessage Message();
    }

    private sealed class OutcomeOf<T>(
        ActorCell<TMessage> cell, Task<T> task, Func<T, TMessage> success, Func<Exception, TMessage> failure)
        : Outcome(cell)
    {
        protected override TMessage Message() =>
            task.IsCompletedSuccessfully ? success(task.Result) : failure(FailureOf(task));
    }

    private sealed class Completion(
        ActorCell<TMessage> cell, Task task, Func<TMessage> success, Func<Exception, TMessage> failure)
        : Outcome(cell)
    {
        protected override TMessage Message() =>
            task.IsCompletedSuccessfully ? success() : failure(FailureOf(task));
    }
}
