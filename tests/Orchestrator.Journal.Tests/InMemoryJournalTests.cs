using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Journal.Tests;

/// <summary>The simulated twin keeps the same contract as the real one.</summary>
public sealed class InMemoryJournalTests : JournalContract
{
    protected override IJournal Create() => new InMemoryJournal();

    protected override Task<IJournal> ReopenAsync(IJournal journal) => Task.FromResult(journal);

    protected override IDisposable Break(IJournal journal)
    {
        var memory = (InMemoryJournal)journal;
        memory.IsUnavailable = true;
        return new Mended(memory);
    }

    private sealed class Mended(InMemoryJournal journal) : IDisposable
    {
        public void Dispose() => journal.IsUnavailable = false;
    }
}
