using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Journal;

/// <summary>
/// Responsible for not working on a damaged file. A transaction that a crash cut short is none: SQLite leaves it out by
/// itself. Anything else could be the event that says that a machine was used.
/// </summary>
internal static class JournalDamage
{
    /// <summary>To be called before SQLite opens the file, and shortens its log.</summary>
    /// <exception cref="JournalException">It is damaged; the message says how to go on.</exception>
    public static void CheckLog(string path)
    {
        if (WriteAheadLog.FindDamage(path + "-wal") is { } found)
        {
            throw Describe(path, found, null);
        }
    }

    /// <summary>Reads the whole file: a journal is small, and a page that is found broken later takes a pool
    /// down.</summary>
    /// <exception cref="JournalException">It is damaged; the message says how to go on.</exception>
    public static void CheckTables(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok" and var found)
        {
            throw Describe(path, $"{found}", null);
        }
    }

    public static JournalException Describe(string path, string reason, Exception? error) => new(
        JournalFault.Unavailable,
        $"journal {path} is damaged: {reason}; bring it back from a backup, or move {path} and {path}-wal away and "
        + "start again: the daemon then begins with an empty journal and deletes every machine of its pools",
        error);
}
