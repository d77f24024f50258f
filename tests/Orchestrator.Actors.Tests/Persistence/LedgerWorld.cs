using System.Text;
using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Actors.Tests.Persistence;

/// <summary>Ledgers on one journal, which outlives them.</summary>
internal sealed class LedgerWorld
{
    public const string Stream = "ledger";

    public LedgerWorld() => Journal = new HeldJournal(Disk);

    public ActorWorld Actors { get; } = new(1);

    public InMemoryJournal Disk { get; } = new();

    public HeldJournal Journal { get; }

    public List<string> Log { get; } = [];

    private PersistenceSettings<string, string> Settings => new(Journal, Stream, new TextCodec(), "");

    /// <summary>Starts a ledger that writes down its incarnations: what they recovered, and their end.</summary>
    public IActorRef<Action<Ledger>> Spawn(
        int snapshotEvery = 100, string name = Stream, Action<Ledger>? onStop = null) => Spawn(
        Settings with { SnapshotEvery = snapshotEvery }, name, onStop);

    /// <summary>As <see cref="Spawn(int, string, Action{Ledger}?)"/>, of a stream that nobody is said to have
    /// used.</summary>
    public IActorRef<Action<Ledger>> SpawnNew() => Spawn(Settings with { IsNew = true }, Stream, null);

    private IActorRef<Action<Ledger>> Spawn(
        PersistenceSettings<string, string> settings, string name, Action<Ledger>? onStop)
    {
        return Actors.System.Spawn(name, () => new Ledger(
            settings,
            ledger => Log.Add($"recovered '{ledger.Text}' at {ledger.Number}"),
            ledger =>
            {
                Log.Add("stopped");
                onStop?.Invoke(ledger);
            }));
    }

    /// <summary>What the journal holds: snapshot, then events.</summary>
    public string Stored()
    {
        var replay = Actors.Run(() => Disk.ReadAsync(Stream, TestContext.Current.CancellationToken));
        return string.Join('|', new[] { replay.Snapshot }.Concat(replay.Events.Select(entry => (JournalEntry?)entry))
            .Select(entry => entry is null ? "" : Encoding.UTF8.GetString(entry.Value.Payload.Span)));
    }

    /// <summary>Writes events as another writer of the stream would.</summary>
    public void Append(long afterSequence, params string[] events) => Actors.Run(async () =>
    {
        await Disk.AppendAsync(
            Stream, afterSequence, [.. events.Select(new TextCodec().EncodeEvent)],
            TestContext.Current.CancellationToken);
        return true;
    });

    public void Stop(IActorRef<Action<Ledger>> ledger)
    {
        ((ActorCell)ledger).PostStopRequest();
        Actors.Settle();
    }
}
