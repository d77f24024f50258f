namespace Orchestrator.Actors.Persistence;

/// <summary>Where and how a persistent actor keeps its events.</summary>
/// <param name="Journal">The journal.</param>
/// <param name="Stream">The actor's own stream; no other actor writes to it.</param>
/// <param name="Codec">How events and states are written.</param>
/// <param name="Initial">The state before the first event.</param>
public sealed record PersistenceSettings<TState, TEvent>(
    IJournal Journal, string Stream, IJournalCodec<TState, TEvent> Codec, TState Initial)
{
    /// <summary>
    /// Whether the stream's name was never used before this actor, so that its first incarnation has nothing to read.
    /// Should it be wrong, the first append is a conflict, and the next incarnation reads.
    /// </summary>
    public bool IsNew { get; init; }

    /// <summary>Events after which the state is saved and the events before it are dropped.</summary>
    public int SnapshotEvery { get; init; } = 100;
}
