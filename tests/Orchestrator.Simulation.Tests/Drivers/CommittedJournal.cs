using Orchestrator.Actors.Persistence;
using Orchestrator.Simulation.Drivers;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>A process's journal whose turn comes by itself, soon after a write: as in a branch, several may wait in
/// line by then.</summary>
internal sealed class CommittedJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly SeededDispatcher _dispatcher = new(1);
    private readonly ProcessJournal _process;

    public CommittedJournal(InMemoryJournal twin) =>
        (Twin, _process) = (twin, new ProcessJournal(CalmWorld.Create(), twin, _dispatcher));

    public InMemoryJournal Twin { get; }

    /// <summary>The process is killed, and the next one reads what it left.</summary>
    public CommittedJournal Restart()
    {
        _process.Kill();
        return new CommittedJournal(Twin);
    }

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) =>
        CommitAsync(() => _process.AppendAsync(stream, afterSequence, entries, cancellation));

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        _process.ReadAsync(stream, cancellation);

    public Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        CommitAsync(() => _process.SaveSnapshotAsync(stream, sequence, state, cancellation));

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) =>
        CommitAsync(() => _process.DeleteStreamAsync(stream, cancellation));

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        _process.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task CommitAsync(Func<Task> write)
    {
        Task written;
        lock (_gate)
        {
            written = write();
        }

        await Task.Yield();
        lock (_gate)
        {
            _dispatcher.RunUntilIdle();
        }

        await written;
    }
}
