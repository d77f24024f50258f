namespace Orchestrator.Actors;

/// <summary>
/// What the kernel itself sends to an actor; it goes before user messages and knows no bound, because only the kernel
/// sends it. One message waits in one place at a time.
/// </summary>
internal abstract class SystemMessage(ActorCell cell) : Queued<SystemMessage>
{
    protected ActorCell Cell { get; } = cell;

    /// <summary>Does it, in the actor's turn.</summary>
    public abstract void Handle();

    public void Post() => Cell.Post(this);
}
