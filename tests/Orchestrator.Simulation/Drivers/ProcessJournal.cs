using Orchestrator.Actors;
using Orchestrator.Actors.Persistence;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Simulation.Drivers;

/// <summary>
/// One process's hand on the journal. Writes wait in line for a commit, which is a turn like an actor's; at a kill a
/// part of the line is stored and the rest is lost. Reads stand in no line.
/// </summary>
internal sealed class ProcessJournal(World world, InMemoryJournal twin, IDispatcher dispatcher) : IJournal, IRunnable
{
    private readonly Queue<Write> _writes = [];
    private bool _scheduled;
    private bool _dead;

    /// <summary>Whether writes wait for their commit.</summary>
    public bool IsBusy => _writes.Count > 0;

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        world.Checker.Lines.OnAppendAsked(stream);
        return Add(new Append(this, stream, afterSequence, entries));
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        twin.ReadAsync(stream, cancellation);

    public Task SaveSnapshotAsync(
        string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        Add(new Snapshot(this, stream, sequence, state));

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) => Add(new Deletion(this, stream));

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        twin.ListStreamsAsync(prefix, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A commit: what waits, or the first part of it.</summary>
    public void Run()
    {
        _scheduled = false;
        if (_dead)
        {
            return;
        }

        var count = _writes.Count < 2 ? _writes.Count : world.Random.Between(1, _writes.Count);
        for (var i = 0; i < count; i++)
        {
            var write = _writes.Dequeue();
            if (write is Append && world.Strikes(FaultKind.JournalFails))
            {
                write.Fail(new JournalException(JournalFault.Unavailable, "the write was told to fail"));
            }
            else
            {
                write.Commit();
            }
        }

        if (_writes.Count > 0)
        {
            Schedule();
        }
    }

    /// <summary>The process is killed: of the writes that nobody was told of, the first few are there.</summary>
    public void Kill()
    {
        _dead = true;
        var stored = _writes.Count > 0 && world.Strikes(FaultKind.JournalTailLost)
            ? world.Random.Next(_writes.Count)
            : _writes.Count;
        for (var i = 0; i < stored; i++)
        {
            _writes.Dequeue().Commit();
        }

        _writes.Clear();
    }

    private Task Add(Write write)
    {
        _writes.Enqueue(write);
        Schedule();
        return write.Task;
    }

    private void Schedule()
    {
        if (_scheduled)
        {
            return;
        }

        _scheduled = true;
        if (world.Strikes(FaultKind.JournalSlow))
        {
            world.Later(TimeSpan.FromSeconds(world.Random.Scaled(0.001, 5)), () => dispatcher.Schedule(this));
        }
        else
        {
            dispatcher.Schedule(this);
        }
    }

    private void OnCommitted(string kind, string stream)
    {
        world.Trace.Add(TraceKind.Journal, stream);
        if (world.Trace.IsWritten)
        {
            world.Trace.Write($"journal: {stream}: {kind}");
        }
    }

    private abstract class Write(ProcessJournal journal) : TaskCompletionSource
    {
        protected ProcessJournal Journal { get; } = journal;

        public void Commit()
        {
            var done = Store();
            if (done.IsCompletedSuccessfully)
            {
                OnStored();
                TrySetResult();
            }
            else
            {
                Fail(done.Exception!.InnerException!);
            }
        }

        public void Fail(Exception error) => TrySetException(error);

        protected abstract System.Threading.Tasks.Task Store();

        protected abstract void OnStored();
    }

    private sealed class Append(
        ProcessJournal journal, string stream, long afterSequence, IReadOnlyList<JournalEntry> entries)
        : Write(journal)
    {
        protected override System.Threading.Tasks.Task Store() =>
            Journal.Twin.AppendAsync(stream, afterSequence, entries, CancellationToken.None);

        protected override void OnStored()
        {
            for (var i = 0; i < entries.Count; i++)
            {
                Journal.OnCommitted(entries[i].Manifest, stream);
                Journal.World.Trace.Add(TraceKind.Journal, entries[i].Payload.Span);
            }

            Journal.World.Checker.OnStored(stream, afterSequence, entries);
        }
    }

    private sealed class Snapshot(ProcessJournal journal, string stream, long sequence, JournalEntry state)
        : Write(journal)
    {
        protected override System.Threading.Tasks.Task Store() =>
            Journal.Twin.SaveSnapshotAsync(stream, sequence, state, CancellationToken.None);

        protected override void OnStored()
        {
            Journal.OnCommitted("snapshot", stream);
            Journal.World.Checker.OnSnapshot(stream, sequence, state);
        }
    }

    private sealed class Deletion(ProcessJournal journal, string stream) : Write(journal)
    {
        protected override System.Threading.Tasks.Task Store() =>
            Journal.Twin.DeleteStreamAsync(stream, CancellationToken.None);

        protected override void OnStored()
        {
            Journal.OnCommitted("deleted", stream);
            Journal.World.Checker.OnDeleted(stream);
        }
    }

    private World World => world;

    private InMemoryJournal Twin => twin;
}
