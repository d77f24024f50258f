using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>The journal in memory, whose calls take as long as the test wants.</summary>
internal sealed class HeldJournal(InMemoryJournal journal) : IJournal
{
    private readonly Queue<Action> _held = new();

    /// <summary>Whether calls wait for <see cref="ReleaseOne"/>.</summary>
    public bool IsHolding { get; set; }

    /// <summary>Calls that wait.</summary>
    public int Held => _held.Count;

    public int Reads { get; private set; }

    /// <summary>Sequences of the snapshots that were asked for, failed ones included.</summary>
    public List<long> Snapshots { get; } = [];

    /// <summary>Lets the next snapshots fail.</summary>
    public int FailSnapshots { get; set; }

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation) =>
        HoldAsync(async () =>
        {
            await journal.AppendAsync(stream, afterSequence, entries, cancellation);
            return true;
        });

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation)
    {
        Reads++;
        return HoldAsync(() => journal.ReadAsync(stream, cancellation));
    }

    public Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation)
    {
        Snapshots.Add(sequence);
        if (FailSnapshots > 0)
        {
            FailSnapshots--;
            return Task.FromException(new JournalException(JournalFault.Unavailable, "the snapshot was told to fail"));
        }

        return HoldAsync(async () =>
        {
            await journal.SaveSnapshotAsync(stream, sequence, state, cancellation);
            return true;
        });
    }

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) =>
        journal.DeleteStreamAsync(stream, cancellation);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        journal.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    /// <summary>Lets the call that waits longest do its work and end, on this thread.</summary>
    public void ReleaseOne()
    {
        Assert.True(_held.TryDequeue(out var call), "no call of the journal waits");
        call();
    }

    private Task<T> HoldAsync<T>(Func<Task<T>> call)
    {
        if (!IsHolding)
        {
            return call();
        }

        var released = new TaskCompletionSource();
        _held.Enqueue(released.SetResult);
        return AfterAsync(released.Task, call);
    }

    private static async Task<T> AfterAsync<T>(Task released, Func<Task<T>> call)
    {
        await released;
        return await call();
    }
}
