using System.Text;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.CrashingDaemon;

/// <summary>
/// A journal that carries out one <see cref="CrashOrder"/> at a time, read from the file <c>&lt;journal&gt;.order</c>
/// and renamed to <c>.taken</c>, and writes every event that is durable to <c>&lt;journal&gt;.witness</c>: the journal
/// itself forgets what is over, and a test wants to see all of it.
/// </summary>
internal sealed class CrashingJournal(IJournal journal, string path) : IJournal
{
    private readonly Lock _sync = new();
    private int _seen;

    private string OrderFile => path + ".order";

    private string TakenFile => path + ".taken";

    public async Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        CrashOrder? order;
        lock (_sync)
        {
            order = TakeOrder(entries);
        }

        if (order is { Moment: "before" })
        {
            await order.CarryOutAsync(TakenFile).ConfigureAwait(false);
        }

        await journal.AppendAsync(stream, afterSequence, entries, cancellation).ConfigureAwait(false);
        lock (_sync)
        {
            File.AppendAllLines(path + ".witness", entries.Select(entry =>
                $"{stream} {entry.Manifest} {Encoding.UTF8.GetString(entry.Payload.Span)}"));
        }

        if (order is { Moment: "after" })
        {
            await order.CarryOutAsync(TakenFile).ConfigureAwait(false);
        }
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        journal.ReadAsync(stream, cancellation);

    public Task SaveSnapshotAsync(
        string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        journal.SaveSnapshotAsync(stream, sequence, state, cancellation);

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) =>
        journal.DeleteStreamAsync(stream, cancellation);

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        journal.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    /// <returns>The order, when one of these events is the one that it waits for.</returns>
    private CrashOrder? TakeOrder(IReadOnlyList<JournalEntry> entries)
    {
        if (!File.Exists(OrderFile))
        {
            _seen = 0;
            return null;
        }

        var order = CrashOrder.Parse(File.ReadAllText(OrderFile));
        _seen += entries.Count(entry => entry.Manifest == order.Event);
        if (_seen < order.Number)
        {
            return null;
        }

        File.Move(OrderFile, TakenFile, overwrite: true);
        _seen = 0;
        return order;
    }
}
