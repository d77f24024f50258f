using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>Without faults it is a journal like any other; a reopened one is the next process's.</summary>
public sealed class ProcessJournalTests : JournalContract
{
    protected override IJournal Create() => new CommittedJournal(new InMemoryJournal());

    protected override Task<IJournal> ReopenAsync(IJournal journal) =>
        Task.FromResult<IJournal>(((CommittedJournal)journal).Restart());

    protected override IDisposable Break(IJournal journal)
    {
        var twin = ((CommittedJournal)journal).Twin;
        twin.IsUnavailable = true;
        return new Mended(twin);
    }

    private sealed class Mended(InMemoryJournal twin) : IDisposable
    {
        public void Dispose() => twin.IsUnavailable = false;
    }
}
