namespace Orchestrator.Actors;

/// <summary>
/// One thing with a mailbox: it handles one message at a time and owns its state alone. Nothing in it may block; what
/// takes time is a task whose outcome comes back through <see cref="IActorContext{TMessage}.PipeToSelf{T}"/>.
/// </summary>
public abstract class Actor<TMessage>
    where TMessage : notnull
{
    protected IActorContext<TMessage> Context => Cell;

    internal ActorCell<TMessage> Cell { get; set; } = null!;

    internal void CallPreStart() => PreStart();

    internal void CallPostStop() => PostStop();

    internal void CallReceive(TMessage message) => Receive(message);

    /// <summary>Runs before the first message of an incarnation.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>
    /// Runs after the last message of an incarnation, on stop and on restart. It lets go; to begin something here is an
    /// error.
    /// </summary>
    protected virtual void PostStop()
    {
    }

    protected abstract void Receive(TMessage message);
}
