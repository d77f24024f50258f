using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>The writer's statements, prepared once.</summary>
internal sealed class JournalStatements : IDisposable
{
    private readonly List<SqliteCommand> _all = [];
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _rollback;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _create;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _advance;
    private readonly SqliteCommand _saveSnapshot;
    private readonly SqliteCommand _dropEvents;
    private readonly SqliteCommand _delete;

    public JournalStatements(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _find = Prepare("SELECT id, sequence FROM stream WHERE name = $a", 1);
        _create = Prepare("INSERT INTO stream (name, sequence) VALUES ($a, 0) RETURNING id", 1);
        _insert = Prepare("INSERT INTO event (stream, sequence, manifest, payload) VALUES ($a, $b, $c, $d)", 4);
        _advance = Prepare("UPDATE stream SET sequence = $b WHERE id = $a", 2);
        _saveSnapshot = Prepare(
            "INSERT OR REPLACE INTO snapshot (stream, sequence, manifest, payload) VALUES ($a, $b, $c, $d)", 4);
        _dropEvents = Prepare("DELETE FROM event WHERE stream = $a AND sequence <= $b", 2);
        _delete = Prepare(
            "DELETE FROM event WHERE stream = $a; DELETE FROM snapshot WHERE stream = $a; "
            + "DELETE FROM stream WHERE id = $a", 1);
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>A full disk may have ended the transaction already; then there is nothing to roll back.</summary>
    public void Rollback()
    {
        try
        {
            _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
        }
    }

    /// <summary>The stream's row and its last event; (null, 0): unknown.</summary>
    public (long? Id, long Sequence) Find(string stream)
    {
        _find.Parameters[0].Value = stream;
        using var reader = _find.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (null, 0);
    }

    public long Create(string stream)
    {
        _create.Parameters[0].Value = stream;
        return (long)_create.ExecuteScalar()!;
    }

    public void Insert(long stream, long sequence, JournalEntry entry) => Store(_insert, stream, sequence, entry);

    public void Advance(long stream, long sequence)
    {
        _advance.Parameters[0].Value = stream;
        _advance.Parameters[1].Value = sequence;
        _advance.ExecuteNonQuery();
    }

    public void SaveSnapshot(long? stream, long sequence, JournalEntry state)
    {
        if (stream is not { } id)
        {
            return;
        }

        Store(_saveSnapshot, id, sequence, state);
        _dropEvents.Parameters[0].Value = id;
        _dropEvents.Parameters[1].Value = sequence;
        _dropEvents.ExecuteNonQuery();
    }

    public void Delete(long stream)
    {
        _delete.Parameters[0].Value = stream;
        _delete.ExecuteNonQuery();
    }

    public void Dispose() => _all.ForEach(command => command.Dispose());

    private static void Store(SqliteCommand command, long stream, long sequence, JournalEntry entry)
    {
        command.Parameters[0].Value = stream;
        command.Parameters[1].Value = sequence;
        command.Parameters[2].Value = entry.Manifest;
        command.Parameters[3].Value = entry.Payload.ToArray();
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string sql, int parameters = 0)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter("$" + (char)('a' + i), null));
        }

        command.Prepare();
        _all.Add(command);
        return command;
    }
}
