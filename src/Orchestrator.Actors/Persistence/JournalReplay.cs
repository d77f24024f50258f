namespace Orchestrator.Actors.Persistence;

/// <summary>A stream as read.</summary>
/// <param name="Snapshot">The newest snapshot, or null.</param>
/// <param name="Events">The events after the snapshot, in order.</param>
/// <param name="Sequence">Number of the stream's last event; 0: an empty stream.</param>
public sealed record JournalReplay(JournalEntry? Snapshot, IReadOnlyList<JournalEntry> Events, long Sequence);
