using Orchestrator.Actors.Persistence;

namespace Orchestrator.Testing.Journal;

/// <summary>
/// The simulated twin of the journal: it survives the actors, answers at once, and can be told to fail.
/// </summary>
public sealed class InMemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private int _failures;
    private int _failsAfter;
    private string _failsOf = "";

    /// <summary>Whether every call fails as if the file were gone.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>Appends since the start.</summary>
    public int Appends { get; private set; }

    /// <summary>Lets the next appends fail.</summary>
    /// <param name="appends">How many.</param>
    /// <param name="after">How many succeed before.</param>
    /// <param name="of">The start of the streams' names that these count for; empty: all streams.</param>
    public void FailNext(int appends, int after = 0, string of = "") =>
        (_failures, _failsAfter, _failsOf) = (appends, after, of);

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        lock (_gate)
        {
            try
            {
                Append(stream, afterSequence, entries);
                return Task.CompletedTask;
            }
            catch (JournalException error)
            {
                return Task.FromException(error);
            }
        }
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) => Do(() =>
        _streams.TryGetValue(stream, out var known)
            ? new JournalReplay(known.Snapshot, [.. known.Events], known.Sequence)
            : new JournalReplay(null, [], 0));

    public Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        Do(() =>
    {
        CheckSize(state);
        if (!_streams.TryGetValue(stream, out var known) || known.Sequence < sequence)
        {
            throw new JournalException(JournalFault.Conflict, $"stream {stream} has not reached {sequence}");
        }

        var kept = (int)(known.Sequence - sequence);
        known.Events.RemoveRange(0, Math.Max(0, known.Events.Count - kept));
        known.Snapshot = state;
        return true;
    });

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) => Do(() => _streams.Remove(stream));

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) => Do(() =>
        (IReadOnlyList<string>)
        [
            .. _streams.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Append(string stream, long afterSequence, IReadOnlyList<JournalEntry> entries)
    {
        ThrowIfUnavailable();
        CheckName(stream);
        for (var i = 0; i < entries.Count; i++)
        {
            CheckSize(entries[i]);
        }

        if (_failures > 0 && stream.StartsWith(_failsOf, StringComparison.Ordinal) && _failsAfter-- <= 0)
        {
            _failures--;
            throw new JournalException(JournalFault.Unavailable, "the journal was told to fail");
        }

        var isKnown = _streams.TryGetValue(stream, out var known);
        if ((known?.Sequence ?? 0) != afterSequence)
        {
            throw new JournalException(
                JournalFault.Conflict,
                $"stream {stream} is at {known?.Sequence ?? 0}, the append is for {afterSequence}");
        }

        if (!isKnown)
        {
            _streams.Add(stream, known = new Stream());
        }

        for (var i = 0; i < entries.Count; i++)
        {
            known!.Events.Add(entries[i]);
        }

        known!.Sequence += entries.Count;
        Appends++;
    }

    private static void CheckName(string stream)
    {
        if (stream.Length > JournalLimits.StreamNameLengthMax)
        {
            throw new JournalException(JournalFault.TooLarge, $"stream name of {stream.Length} characters");
        }
    }

    private static void CheckSize(JournalEntry entry)
    {
        if (entry.Payload.Length > JournalLimits.PayloadBytesMax)
        {
            throw new JournalException(JournalFault.TooLarge, $"payload of {entry.Payload.Length} bytes");
        }
    }

    private void ThrowIfUnavailable()
    {
        if (IsUnavailable)
        {
            throw new JournalException(JournalFault.Unavailable, "the journal was told to be unavailable");
        }
    }

    private Task<T> Do<T>(Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                ThrowIfUnavailable();
                return Task.FromResult(work());
            }
            catch (JournalException error)
            {
                return Task.FromException<T>(error);
            }
        }
    }

    private sealed class Stream
    {
        /// <summary>Most streams end within so many.</summary>
        public List<JournalEntry> Events { get; } = new(8);

        public JournalEntry? Snapshot { get; set; }

        public long Sequence { get; set; }
    }
}
