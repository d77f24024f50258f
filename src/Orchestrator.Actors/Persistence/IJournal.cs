namespace Orchestrator.Actors.Persistence;

/// <summary>
/// Where persistent actors keep their events: one stream an actor, numbered from 1 without gaps.
/// </summary>
/// <remarks>
/// The contract, by number; the contract suite names these numbers:
/// <list type="number">
/// <item>When an append returned, its events survive a crash of process and machine.</item>
/// <item>The events of one append are there all or not at all.</item>
/// <item>An append whose <c>afterSequence</c> is not the stream's last number fails with
/// <see cref="JournalFault.Conflict"/> and changes nothing.</item>
/// <item>A read returns the newest snapshot and the events after it, in order; an unknown stream is empty with sequence
/// 0.</item>
/// <item>Saving a snapshot of sequence n drops the events up to n and older snapshots, in one step; the sequence goes
/// on after n.</item>
/// <item>A deleted stream is unknown; deleting an unknown stream succeeds.</item>
/// <item>An event or snapshot over <see cref="JournalLimits.PayloadBytesMax"/> fails with
/// <see cref="JournalFault.TooLarge"/>.</item>
/// <item>Appends beyond <see cref="JournalLimits.WritesInFlightMax"/> fail with
/// <see cref="JournalFault.Overloaded"/>.</item>
/// <item>Concurrent appends to different streams all succeed; they share commits.</item>
/// <item>After a failed write (full disk, broken file) the call fails with <see cref="JournalFault.Unavailable"/>, and
/// nothing of it is there.</item>
/// </list>
/// </remarks>
public interface IJournal : IAsyncDisposable
{
    /// <summary>Appends durably after event number <paramref name="afterSequence"/>.</summary>
    Task AppendAsync(string stream, long afterSequence, IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellation);

    Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation);

    /// <summary>Saves the state after event number <paramref name="sequence"/> and drops what it makes
    /// unnecessary.</summary>
    Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation);

    Task DeleteStreamAsync(string stream, CancellationToken cancellation);

    /// <summary>Names of all streams that begin with <paramref name="prefix"/>, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation);
}

/// <summary>The journal's limits.</summary>
public static class JournalLimits
{
    /// <summary>Bytes of one event or snapshot: lifecycle events are some hundred bytes, so a larger one is a
    /// defect.</summary>
    public const int PayloadBytesMax = 256 * 1024;

    /// <summary>Characters of a stream's name.</summary>
    public const int StreamNameLengthMax = 128;

    /// <summary>Writes waiting for a commit at one time.</summary>
    public const int WritesInFlightMax = 16_384;
}

/// <summary>One event or snapshot as it is stored.</summary>
/// <param name="Manifest">Name of the type and version of the payload.</param>
/// <param name="Payload">The serialised value.</param>
public readonly record struct JournalEntry(string Manifest, ReadOnlyMemory<byte> Payload);

/// <summary>A stream as read.</summary>
/// <param name="Snapshot">The newest snapshot, or null.</param>
/// <param name="Events">The events after the snapshot, in order.</param>
/// <param name="Sequence">Number of the stream's last event; 0: an empty stream.</param>
public sealed record JournalReplay(JournalEntry? Snapshot, IReadOnlyList<JournalEntry> Events, long Sequence);

/// <summary>Why a journal call failed.</summary>
public enum JournalFault
{
    /// <summary>The stream has other events than the writer believed: two writers, which is a defect.</summary>
    Conflict,

    /// <summary>The payload or the stream's name is over its limit.</summary>
    TooLarge,

    /// <summary>Too many writes are waiting.</summary>
    Overloaded,

    /// <summary>The file cannot be read or written.</summary>
    Unavailable,
}

/// <summary>A failure of the journal.</summary>
public sealed class JournalException(JournalFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public JournalFault Fault { get; } = fault;
}
