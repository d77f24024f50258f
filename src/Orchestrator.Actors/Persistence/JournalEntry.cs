namespace Orchestrator.Actors.Persistence;

/// <summary>One event or snapshot as it is stored.</summary>
/// <param name="Manifest">Name of the type and version of the payload.</param>
/// <param name="Payload">The serialised value.</param>
public readonly record struct JournalEntry(string Manifest, ReadOnlyMemory<byte> Payload);
