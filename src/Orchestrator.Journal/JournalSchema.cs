using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>The tables of the journal's file, and how a file gets them.</summary>
internal static class JournalSchema
{
    /// <summary>Kept in <c>PRAGMA user_version</c>; a file of a later version is refused, not guessed at.</summary>
    public const int Version = 1;

    public const string Tables = """
        CREATE TABLE stream (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          sequence INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE event (
          stream INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          manifest TEXT NOT NULL,
          payload BLOB NOT NULL,
          PRIMARY KEY (stream, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE snapshot (
          stream INTEGER PRIMARY KEY,
          sequence INTEGER NOT NULL,
          manifest TEXT NOT NULL,
          payload BLOB NOT NULL
        ) STRICT;
        """;

    /// <summary>
    /// FULL, not NORMAL: in WAL mode NORMAL syncs only at checkpoints, so that a power cut takes back commits that were
    /// acknowledged.
    /// </summary>
    private const string Pragmas = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA journal_size_limit = 16777216;
        """;

    public static void Prepare(SqliteConnection connection, string path)
    {
        Execute(connection, Pragmas);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (version > Version)
        {
            throw new JournalException(JournalFault.Unavailable, string.Create(
                CultureInfo.InvariantCulture,
                $"journal {path} has schema version {version}, this program knows up to {Version}: "
                + $"run the newer program"));
        }

        if (version == 0)
        {
            Execute(connection, string.Create(
                CultureInfo.InvariantCulture, $"BEGIN; {Tables} PRAGMA user_version = {Version}; COMMIT;"));
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
