using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>
/// Reads on a connection of its own: in WAL mode a reader neither waits for the writer nor holds it up.
/// </summary>
internal sealed class JournalReader(SqliteConnection connection, string path) : IDisposable
{
    private readonly Lock _gate = new();

    public JournalReplay Read(string stream) => Do(() =>
    {
        // One transaction: a snapshot that is saved between two statements must not hide the events that it replaces.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var find = Command("SELECT id, sequence FROM stream WHERE name = $a", stream);
        using var row = find.ExecuteReader();
        if (!row.Read())
        {
            return new JournalReplay(null, [], 0);
        }

        var id = row.GetInt64(0);
        var sequence = row.GetInt64(1);
        var snapshot = ReadEntries("SELECT manifest, payload FROM snapshot WHERE stream = $a", id);
        var events = ReadEntries(
            "SELECT manifest, payload FROM event WHERE stream = $a AND sequence > "
            + "COALESCE((SELECT sequence FROM snapshot WHERE stream = $a), 0) ORDER BY sequence", id);
        return new JournalReplay(snapshot is [var state] ? state : null, events, sequence);
    });

    public IReadOnlyList<string> List(string prefix) => Do(() =>
    {
        using var command = Command(
            "SELECT name FROM stream WHERE substr(name, 1, length($a)) = $a ORDER BY name", prefix);
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return (IReadOnlyList<string>)names;
    });

    public void Dispose() => connection.Dispose();

    private List<JournalEntry> ReadEntries(string sql, long stream)
    {
        using var command = Command(sql, stream);
        using var rows = command.ExecuteReader();
        var entries = new List<JournalEntry>();
        while (rows.Read())
        {
            entries.Add(new JournalEntry(rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        }

        return entries;
    }

    private SqliteCommand Command(string sql, object parameter)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$a", parameter);
        return command;
    }

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
                throw SqliteJournal.Unavailable(path, error);
            }
        }
    }
}
