using Orchestrator.Actors.Persistence;

namespace Orchestrator.Simulation.Mutations;

/// <summary>A journal that does one thing otherwise than its contract says.</summary>
internal sealed class MutantJournal(IJournal real) : IJournal
{
    public Func<IJournal, string, long, IReadOnlyList<JournalEntry>, Task> Append { get; init; } =
        (real, stream, after, entries) => real.AppendAsync(stream, after, entries, CancellationToken.None);

    public Func<IJournal, string, Task<JournalReplay>> Read { get; init; } =
        (real, stream) => real.ReadAsync(stream, CancellationToken.None);

    public Func<IJournal, string, Task> Delete { get; init; } =
        (real, stream) => real.DeleteStreamAsync(stream, CancellationToken.None);

    public Func<IJournal, string, long, JournalEntry, Task> Save { get; init; } =
        (real, stream, sequence, state) => real.SaveSnapshotAsync(stream, sequence, state, CancellationToken.None);

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) =>
        Append(real, stream, afterSequence, entries);

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) => Read(real, stream);

    public Task SaveSnapshotAsync(
        string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        Save(real, stream, sequence, state);

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) => Delete(real, stream);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        real.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => real.DisposeAsync();
}
