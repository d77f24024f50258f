namespace Orchestrator.Actors;

/// <summary>What an actor may use of the world; for the actor itself only, inside its own turns.</summary>
public interface IActorContext<TMessage>
    where TMessage : notnull
{
    IActorRef<TMessage> Self { get; }

    ActorSystem System { get; }

    TimeProvider Time { get; }

    Random Random { get; }

    /// <summary>Cancelled when this incarnation restarts or stops; effects take it along.</summary>
    CancellationToken Stopping { get; }

    /// <summary>
    /// Starts a child; this actor is its supervisor. A name is free again once its actor has terminated.
    /// </summary>
    IActorRef<TChild> Spawn<TChild>(string name, Func<Actor<TChild>> factory, SpawnOptions? options = null)
        where TChild : notnull;

    /// <summary>
    /// Sends <paramref name="whenTerminated"/> to this actor once the other one is terminated, or at once if it is
    /// already.
    /// </summary>
    void Watch(IActorRef other, TMessage whenTerminated);

    void Unwatch(IActorRef other);

    void Stop(IActorRef child);

    void StopSelf();

    /// <summary>
    /// Sends a message to this actor later. A key has one timer: starting it again replaces it, and the message of a
    /// replaced or cancelled timer is not delivered even if it is on its way. Timers end with the incarnation. An actor
    /// that starts timers with most messages has an object for each key: a value would be boxed every time.
    /// </summary>
    void StartTimer(object key, TimeSpan due, TMessage message);

    /// <summary>
    /// As <see cref="StartTimer"/>, again and again; a beat is left out while the message of the one before it waits.
    /// </summary>
    void StartPeriodicTimer(object key, TimeSpan period, TMessage message);

    void CancelTimer(object key);

    /// <summary>Cancels every timer of this actor.</summary>
    void CancelTimers();

    /// <summary>
    /// Brings the outcome of a task back as a message to this incarnation; a late outcome never reaches a restarted
    /// one. Cancellation is a failure.
    /// </summary>
    void PipeToSelf<T>(Task<T> task, Func<T, TMessage> success, Func<Exception, TMessage> failure);

    void PipeToSelf(Task task, Func<TMessage> success, Func<Exception, TMessage> failure);
}
