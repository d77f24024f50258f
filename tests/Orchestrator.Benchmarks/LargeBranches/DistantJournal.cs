using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>The journal's twin on a disk: whatever is to survive takes the time of one flush.</summary>
internal sealed class DistantJournal(Delays delays) : IJournal
{
    /// <summary>A flush of an SSD.</summary>
    private static readonly TimeSpan Flush = TimeSpan.FromMilliseconds(1);

    private readonly InMemoryJournal _twin = new();

    public async Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        await _twin.AppendAsync(stream, afterSequence, entries, cancellation).ConfigureAwait(false);
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        _twin.ReadAsync(stream, cancellation);

    public async Task SaveSnapshotAsync(
        string stream, long sequence, JournalEntry state, CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        await _twin.SaveSnapshotAsync(stream, sequence, state, cancellation).ConfigureAwait(false);
    }

    public async Task DeleteStreamAsync(string stream, CancellationToken cancellation)
    {
        await FlushAsync(cancellation).ConfigureAwait(false);
        await _twin.DeleteStreamAsync(stream, cancellation).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        _twin.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => _twin.DisposeAsync();

    private Task FlushAsync(CancellationToken cancellation) => delays.WaitAsync(Flush, cancellation);
}
