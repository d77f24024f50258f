using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Pool.Tests;

/// <summary>A journal that can be told to keep some appends waiting, as a slow disk does.</summary>
internal sealed class HeldJournal(InMemoryJournal inner) : IJournal
{
    private readonly List<TaskCompletionSource> _held = [];

    /// <summary>The first event of an append that waits; null: none does.</summary>
    public string? Manifest { get; set; }

    public int Held => _held.Count;

    /// <summary>Nothing waits any more.</summary>
    public void Release()
    {
        Manifest = null;
        foreach (var held in _held)
        {
            held.SetResult();
        }

        _held.Clear();
    }

    public async Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        if (entries[0].Manifest == Manifest)
        {
            var held = new TaskCompletionSource();
            _held.Add(held);
            await held.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }

        await inner.AppendAsync(stream, afterSequence, entries, cancellation).ConfigureAwait(false);
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        inner.ReadAsync(stream, cancellation);

    public Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        inner.SaveSnapshotAsync(stream, sequence, state, cancellation);

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) =>
        inner.DeleteStreamAsync(stream, cancellation);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        inner.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
