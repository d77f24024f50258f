namespace Orchestrator.Actors;

/// <summary>What can wait in an <see cref="Inbox{T}"/>: in one at a time.</summary>
internal abstract class Queued<T>
    where T : Queued<T>
{
    /// <summary>Whose neighbour it is there; the inbox's own.</summary>
    public T? Next { get; set; }
}
