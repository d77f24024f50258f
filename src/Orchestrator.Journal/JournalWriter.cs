using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>
/// Responsible for the order and the durability of writes: owns the writing connection and its thread.
/// </summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    /// <summary>
    /// Writes of one transaction: enough to share a sync, few enough that the first does not wait long for the last.
    /// </summary>
    private const int GroupMax = 1024;

    private readonly ConcurrentQueue<JournalWrite> _queue = new();
    private readonly SemaphoreSlim _work = new(0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteConnection _connection;
    private readonly JournalStatements _statements;
    private readonly string _path;
    private int _waiting;
    private volatile bool _stopping;

    public JournalWriter(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        _statements = new JournalStatements(connection);

        // A thread of its own: a sync of some hundred microseconds, or seconds on a sick disk, must not hold a pool
        // thread.
        new Thread(Loop) { IsBackground = true, Name = "journal" }.Start();
    }

    public Task WriteAsync(JournalWrite write)
    {
        if (_stopping)
        {
            return Task.FromException(new JournalException(JournalFault.Unavailable, $"journal {_path} is closed"));
        }

        if (Interlocked.Increment(ref _waiting) > JournalLimits.WritesInFlightMax)
        {
            Interlocked.Decrement(ref _waiting);
            return Task.FromException(new JournalException(
                JournalFault.Overloaded, $"{JournalLimits.WritesInFlightMax} writes wait for journal {_path} already"));
        }

        _queue.Enqueue(write);
        _work.Release();
        return write.Done;
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _work.Release();
        await _ended.Task.ConfigureAwait(false);
        _statements.Dispose();
        await _connection.DisposeAsync().ConfigureAwait(false);
        _work.Dispose();
    }

    private void Loop()
    {
        var group = new List<JournalWrite>(GroupMax);
        while (true)
        {
            _work.Wait();
            group.Clear();
            while (group.Count < GroupMax && _queue.TryDequeue(out var write))
            {
                group.Add(write);
            }

            if (group.Count > 0)
            {
                Interlocked.Add(ref _waiting, -group.Count);
                Commit(group);
            }
            else if (_stopping)
            {
                _ended.TrySetResult();
                return;
            }
        }
    }

    private void Commit(List<JournalWrite> group)
    {
        try
        {
            _statements.Begin();
            foreach (var write in group)
            {
                Apply(write);
            }

            _statements.Commit();
        }
        catch (SqliteException error)
        {
            _statements.Rollback();
            var failure = SqliteJournal.Unavailable(_path, error);
            foreach (var write in group)
            {
                write.Fail(failure);
            }

            return;
        }

        foreach (var write in group)
        {
            write.Complete();
        }
    }

    private void Apply(JournalWrite write)
    {
        var (id, sequence) = _statements.Find(write.Stream);
        switch (write)
        {
            case Append append when append.AfterSequence != sequence:
                write.Refusal = Conflict(write.Stream, append.AfterSequence, sequence);
                break;
            case Append append:
                Insert(id, append);
                break;
            case SaveSnapshot snapshot when snapshot.Sequence > sequence:
                write.Refusal = Conflict(write.Stream, snapshot.Sequence, sequence);
                break;
            case SaveSnapshot snapshot:
                _statements.SaveSnapshot(id, snapshot.Sequence, snapshot.State);
                break;
            case DeleteStream when id is not null:
                _statements.Delete(id.Value);
                break;
        }
    }

    private void Insert(long? known, Append append)
    {
        var id = known ?? _statements.Create(append.Stream);
        var sequence = append.AfterSequence;
        foreach (var entry in append.Entries)
        {
            _statements.Insert(id, ++sequence, entry);
        }

        _statements.Advance(id, sequence);
    }

    private static JournalException Conflict(string stream, long expected, long there) => new(
        JournalFault.Conflict,
        $"stream {stream} is at event {there}, the writer believed it at {expected}: it has two writers");
}
