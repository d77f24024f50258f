using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>
/// Reads on a connection of its own: in WAL mode a reader neither waits for the writer nor holds it up.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    /// <summary>One statement sees the file at one moment: a snapshot that is saved meanwhile cannot hide the events
    /// that it replaces. Where there is a snapshot, every row repeats it.</summary>
    private const string OneStream =
        "SELECT stream.sequence, snapshot.manifest, snapshot.payload, event.manifest, event.payload FROM stream "
        + "LEFT JOIN snapshot ON snapshot.stream = stream.id "
        + "LEFT JOIN event ON event.stream = stream.id AND event.sequence > COALESCE(snapshot.sequence, 0) "
        + "WHERE stream.name = $a ORDER BY event.sequence";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly string _path;

    public JournalReader(SqliteConnection connection, string path)
    {
        (_connection, _path) = (connection, path);

        // Every actor reads one stream at a restart: beside the reading itself, preparing it anew is most of the cost.
        _read = connection.CreateCommand();
        _read.CommandText = OneStream;
        _read.Parameters.Add(new SqliteParameter("$a", SqliteType.Text));
        _read.Prepare();
    }

    public JournalReplay Read(string stream) => Do(() =>
    {
        _read.Parameters[0].Value = stream;
        using var rows = _read.ExecuteReader();
        JournalEntry? snapshot = null;
        var events = new List<JournalEntry>();
        var sequence = 0L;
        while (rows.Read())
        {
            sequence = rows.GetInt64(0);
            snapshot ??= Entry(rows, 1);
            if (Entry(rows, 3) is { } entry)
            {
                events.Add(entry);
            }
        }

        return new JournalReplay(snapshot, events, sequence);
    });

    public IReadOnlyList<string> List(string prefix) => Do(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name FROM stream WHERE substr(name, 1, length($a)) = $a ORDER BY name";
        command.Parameters.AddWithValue("$a", prefix);
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return (IReadOnlyList<string>)names;
    });

    public void Dispose()
    {
        _read.Dispose();
        _connection.Dispose();
    }

    private static JournalEntry? Entry(SqliteDataReader rows, int manifest) => rows.IsDBNull(manifest)
        ? null
        : new JournalEntry(rows.GetString(manifest), rows.GetFieldValue<byte[]>(manifest + 1));

    private T Do<T>(Func<T> read)
    {
        lock (_gate)
        {
            try
            {
                return read();
            }
            catch (SqliteException error)
            {
                throw SqliteJournal.Unavailable(_path, error);
            }
        }
    }
}
