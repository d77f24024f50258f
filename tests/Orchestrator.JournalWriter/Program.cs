using Orchestrator.Actors.Persistence;
using Orchestrator.Journal;

// Appends pairs of events and says the number of each pair that the journal acknowledged, until somebody kills it.
const int EventsMax = 1_000_000;
await using var journal = SqliteJournal.Open(args[0]);
for (long sequence = 0; sequence < EventsMax; sequence += 2)
{
    var entry = new JournalEntry("Number", BitConverter.GetBytes(sequence));
    await journal.AppendAsync("crash", sequence, [entry, entry], CancellationToken.None);
    Console.Out.WriteLine(sequence + 2);
}
