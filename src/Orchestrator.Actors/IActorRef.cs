namespace Orchestrator.Actors;

/// <summary>The address of an actor.</summary>
public interface IActorRef
{
    /// <summary>Where it stands in the tree: <c>/pool-demo/5920/…</c>.</summary>
    string Path { get; }

    bool IsTerminated { get; }
}

/// <summary>The address of an actor that understands <typeparamref name="TMessage"/>.</summary>
public interface IActorRef<in TMessage> : IActorRef
    where TMessage : notnull
{
    /// <summary>Puts a message into the mailbox. Never blocks and never throws.</summary>
    /// <returns>False: the actor is terminated or its mailbox is full, and the message is a dead letter.</returns>
    bool Tell(TMessage message);
}
