using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>
/// The journal in one SQLite file. One thread writes; whatever waits when it turns to the file becomes one transaction,
/// so that a single writer pays one sync and a thousand share it.
/// </summary>
public sealed class SqliteJournal : IJournal
{
    private const int BusySecondsMax = 1;

    private readonly FileStream _lock;
    private readonly JournalWriter _writer;
    private readonly JournalReader _reader;

    private SqliteJournal(FileStream @lock, JournalWriter writer, JournalReader reader) =>
        (_lock, _writer, _reader) = (@lock, writer, reader);

    /// <summary>Opens the journal, or makes it. The directory must exist.</summary>
    /// <exception cref="JournalException">
    /// <see cref="JournalFault.Unavailable"/>: the message names the file and the reason.
    /// </exception>
    public static SqliteJournal Open(string path)
    {
        var @lock = Lock(path);
        SqliteConnection? write = null;
        try
        {
            JournalDamage.CheckLog(path);
            write = Connect(path);
            JournalDamage.CheckTables(write, path);
            JournalSchema.Prepare(write, path);
            return new SqliteJournal(@lock, new JournalWriter(write, path), new JournalReader(Connect(path), path));
        }
        catch (SqliteException error)
        {
            write?.Dispose();
            @lock.Dispose();
            throw Unavailable(path, error);
        }
        catch (JournalException)
        {
            write?.Dispose();
            @lock.Dispose();
            throw;
        }
    }

    public Task AppendAsync(
        string stream, long afterSequence, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Check(stream, entries) ?? _writer.WriteAsync(new Append(stream, afterSequence, entries));
    }

    public Task<JournalReplay> ReadAsync(string stream, CancellationToken cancellation) =>
        Task.Run(() => _reader.Read(stream), cancellation);

    public Task SaveSnapshotAsync(string stream, long sequence, JournalEntry state, CancellationToken cancellation) =>
        Check(stream, [state]) ?? _writer.WriteAsync(new SaveSnapshot(stream, sequence, state));

    public Task DeleteStreamAsync(string stream, CancellationToken cancellation) =>
        _writer.WriteAsync(new DeleteStream(stream));

    public Task<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellation) =>
        Task.Run(() => _reader.List(prefix), cancellation);

    /// <summary>Commits what waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _reader.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    internal static JournalException Unavailable(string path, Exception error) =>
        error is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB }
            ? JournalDamage.Describe(path, error.Message, error)
            : new JournalException(
                JournalFault.Unavailable,
                $"journal {path} cannot be used: {error.Message}; check the file, its disk and its rights",
                error);

    /// <summary>Two daemons on one journal would each believe their own half: the second one is refused.</summary>
    private static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(path, error);
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,

            // The file has one writer; somebody else's lock is a fault to report, not a queue to stand in.
            DefaultTimeout = BusySecondsMax,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static Task? Check(string stream, IReadOnlyList<JournalEntry> entries)
    {
        if (stream.Length is 0 or > JournalLimits.StreamNameLengthMax)
        {
            return Task.FromException(new JournalException(
                JournalFault.TooLarge,
                $"stream name '{stream}' must have 1 to {JournalLimits.StreamNameLengthMax} characters"));
        }

        var large = entries.FirstOrDefault(entry => entry.Payload.Length > JournalLimits.PayloadBytesMax);
        return large.Manifest is null ? null : Task.FromException(new JournalException(
            JournalFault.TooLarge,
            $"{large.Manifest} of {large.Payload.Length} bytes is over the limit of {JournalLimits.PayloadBytesMax}"));
    }
}
