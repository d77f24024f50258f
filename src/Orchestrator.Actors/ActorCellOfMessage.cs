using System.Collections.Concurrent;

namespace Orchestrator.Actors;

/// <summary>The typed part of an actor's cell: mailbox and incarnation.</summary>
internal sealed class ActorCell<TMessage> : ActorCell, IActorRef<TMessage>, IActorContext<TMessage>
    where TMessage : notnull
{
    private readonly ConcurrentQueue<TMessage> _mailbox = new();
    private readonly Dictionary<IActorRef, TMessage> _watched = [];
    private readonly Func<Actor<TMessage>> _factory;
    private readonly int _capacity;
    private Actor<TMessage>? _actor;
    private int _waiting;

    public ActorCell(
        ActorSystem system, ActorCell? parent, string path, Func<Actor<TMessage>> factory, SpawnOptions options)
        : base(system, parent, path, options.Supervision)
    {
        _factory = factory;
        _capacity = options.MailboxCapacity;
    }

    public IActorRef<TMessage> Self => this;

    /// <summary>User messages that wait.</summary>
    public int MailboxDepth => Volatile.Read(ref _waiting);

    protected override bool HasUserMessage => !_mailbox.IsEmpty;

    public bool Tell(TMessage message)
    {
        if (IsTerminated)
        {
            System.OnDeadLetter(new DeadLetter(Path, message, DeadLetterReason.Terminated));
            return false;
        }

        if (Interlocked.Increment(ref _waiting) > _capacity)
        {
            Interlocked.Decrement(ref _waiting);
            System.OnDeadLetter(new DeadLetter(Path, message, DeadLetterReason.MailboxFull));
            return false;
        }

        _mailbox.Enqueue(message);
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
        StartTimer(key, due, Timeout.InfiniteTimeSpan, () => _actor!.CallReceive(message));

    public void StartPeriodicTimer(object key, TimeSpan period, TMessage message) =>
        StartTimer(key, period, period, () => _actor!.CallReceive(message));

    public void PipeToSelf<T>(Task<T> task, Func<T, TMessage> success, Func<Exception, TMessage> failure) => WhenDone(
        task, () => Deliver(() => _actor!.CallReceive(
            task.IsCompletedSuccessfully ? success(task.Result) : failure(FailureOf(task)))));

    public void PipeToSelf(Task task, Func<TMessage> success, Func<Exception, TMessage> failure) => WhenDone(
        task, () => Deliver(() => _actor!.CallReceive(
            task.IsCompletedSuccessfully ? success() : failure(FailureOf(task)))));

    internal static Exception FailureOf(Task task) =>
        task.Exception?.InnerException ?? new OperationCanceledException("the operation was cancelled");

    protected override void OnWatchedTerminated(IActorRef other)
    {
        if (_watched.Remove(other, out var message))
        {
            Deliver(() => _actor!.CallReceive(message));
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
        while (_mailbox.TryDequeue(out var message))
        {
            Interlocked.Decrement(ref _waiting);
            System.OnDeadLetter(new DeadLetter(Path, message, DeadLetterReason.Terminated));
        }
    }

    protected override bool TryReceive()
    {
        if (!_mailbox.TryDequeue(out var message))
        {
            return false;
        }

        Interlocked.Decrement(ref _waiting);
        Receive(message);
        return true;
    }

    /// <summary>Not through Guard: a closure a message would cost more than the message.</summary>
    private void Receive(TMessage message)
    {
        try
        {
            _actor!.CallReceive(message);
        }
        catch (Exception error)
        {
            Fail(error);
        }
    }
}
