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

    /// <summary>
    /// Saves the state after event number <paramref name="sequence"/> and drops what it makes unnecessary.
    /// </summary>
    Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation);

    Task DeleteStreamAsync(string stream, CancellationToken cancellation);

    /// <summary>Names of all streams that begin with <paramref name="prefix"/>, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation);
}
