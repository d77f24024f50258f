namespace Orchestrator.Actors.Persistence;

/// <summary>
/// An actor whose state follows from its journaled events. What it acknowledges, the journal holds: an event is
/// applied, and its continuation runs, only after its commit; until then every other message waits.
/// </summary>
public abstract class PersistentActor<TMessage, TState, TEvent>(PersistenceSettings<TState, TEvent> settings)
    : Actor<TMessage>
    where TMessage : notnull
{
    private long _snapshotAt;
    private bool _savingSnapshot;

    protected TState State { get; private set; } = settings.Initial;

    /// <summary>Number of the last event.</summary>
    protected long Sequence { get; private set; }

    protected abstract TState Apply(TState state, TEvent @event);

    /// <summary>Runs once the state is what the journal says, before any message.</summary>
    protected abstract void OnRecovered();

    protected sealed override void PreStart()
    {
        if (settings.IsNew && Cell.Incarnation == 0)
        {
            OnRecovered();
            return;
        }

        Cell.Suspend();
        var reading = settings.Journal.ReadAsync(settings.Stream, Context.Stopping);
        Cell.WhenDone(reading, () => Recover(reading));
    }

    /// <summary>
    /// Journals the events as one, applies them, then runs <paramref name="afterCommit"/>. With no events it runs at
    /// once. A failed append fails the actor: its next incarnation recovers what the journal holds. An actor that stops
    /// or restarts waits for the commit, but <paramref name="afterCommit"/> does not run any more.
    /// </summary>
    protected void Persist(IReadOnlyList<TEvent> events, Action afterCommit)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(afterCommit);
        Cell.ThrowIfEnded();
        if (Cell.IsSuspended)
        {
            throw new InvalidOperationException(
                $"actor {Cell.Path} persists while events of the same turn wait for their commit; "
                + "persist them together");
        }

        if (events.Count == 0)
        {
            afterCommit();
            return;
        }

        var entries = new JournalEntry[events.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = settings.Codec.EncodeEvent(events[i]);
        }

        Cell.Suspend();

        // Not cancelled with the incarnation: whether the events are there must not depend on who waits for them.
        var append = settings.Journal.AppendAsync(settings.Stream, Sequence, entries, CancellationToken.None);
        Cell.WhenWritten(append, new Appended(this, append, events, afterCommit));
    }

    private void Recover(Task<JournalReplay> reading)
    {
        ThrowIfFailed(reading);
        var replay = reading.Result;
        if (replay.Snapshot is { } snapshot)
        {
            State = settings.Codec.DecodeState(snapshot);
        }

        foreach (var entry in replay.Events)
        {
            State = Apply(State, settings.Codec.DecodeEvent(entry));
        }

        Sequence = replay.Sequence;
        _snapshotAt = replay.Sequence - replay.Events.Count;
        Cell.Resume();
        OnRecovered();
    }

    private void Commit(Task append, IReadOnlyList<TEvent> events, Action afterCommit)
    {
        ThrowIfFailed(append);
        for (var i = 0; i < events.Count; i++)
        {
            State = Apply(State, events[i]);
            Sequence++;
        }

        Cell.Resume();
        SaveSnapshotWhenDue();
        afterCommit();
    }

    /// <summary>
    /// Off the actor's path: a snapshot only shortens the next recovery, so a failed one is tried again with a later
    /// event.
    /// </summary>
    private void SaveSnapshotWhenDue()
    {
        if (_savingSnapshot || Sequence - _snapshotAt < settings.SnapshotEvery)
        {
            return;
        }

        _savingSnapshot = true;
        var sequence = Sequence;
        var saving = settings.Journal.SaveSnapshotAsync(
            settings.Stream, sequence, settings.Codec.EncodeState(State), CancellationToken.None);
        Cell.WhenDone(saving, () =>
        {
            _savingSnapshot = false;
            _snapshotAt = saving.IsCompletedSuccessfully ? sequence : _snapshotAt;
        });
    }

    private sealed class Appended(
        PersistentActor<TMessage, TState, TEvent> actor, Task append, IReadOnlyList<TEvent> events, Action afterCommit)
        : ActorCell.Written(actor.Cell)
    {
        protected override void Settle() => actor.Commit(append, events, afterCommit);
    }

    private static void ThrowIfFailed(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            throw ActorCell<TMessage>.FailureOf(task) is JournalException failure
                ? new JournalException(failure.Fault, failure.Message, failure)
                : ActorCell<TMessage>.FailureOf(task);
        }
    }
}
