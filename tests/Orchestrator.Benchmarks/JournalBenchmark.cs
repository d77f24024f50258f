using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;
using Orchestrator.Journal;

namespace Orchestrator.Benchmarks;

/// <summary>Durable events with one writer and with a thousand, and their recovery; beside SQLite with a transaction an
/// event, on the same disk with the same durability.</summary>
internal static class JournalBenchmark
{
    private const int Rounds = 5;
    private const int EventsOfOne = 2_000;
    private const int Writers = 1_000;
    private const int EventsOfEach = 50;
    private const int RecoveryEvents = 100_000;
    private const int RecoveryBatch = 500;

    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("""{"machine":"1a20de714789e35b","port":5920}""");

    public static async Task<object> RunAsync()
    {
        var (one, thousand, recovery, peer) = (new Samples(), new Samples(), new Samples(), new Samples());
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("pbm-bench-").FullName;
            await using (var journal = SqliteJournal.Open(Path.Combine(folder, "journal.db")))
            {
                one.Add(await WriteAsync(journal, "one", EventsOfOne));
                thousand.Add(await WriteManyAsync(journal));
                recovery.Add(await RecoverAsync(journal));
            }

            peer.Add(await PeerAsync(Path.Combine(folder, "peer.db")));
            Directory.Delete(folder, recursive: true);
        }

        return new
        {
            oneWriterPerSecond = Math.Round(one.Median),
            thousandWritersPerSecond = Math.Round(thousand.Median),
            recoveryPerSecond = Math.Round(recovery.Median),
            peer = "SQLite, a transaction an event",
            peerPerSecond = Math.Round(peer.Median),
            ratioOne = Math.Round(one.Median / peer.Median, 2),
            ratioThousand = Math.Round(thousand.Median / peer.Median, 2),
        };
    }

    private static async Task<double> WriteAsync(SqliteJournal journal, string stream, int events)
    {
        var started = Stopwatch.GetTimestamp();
        await AppendAsync(journal, stream, events);
        return events / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> WriteManyAsync(SqliteJournal journal)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => AppendAsync(journal, $"many/{i}", EventsOfEach)));
        return Writers * EventsOfEach / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task AppendAsync(SqliteJournal journal, string stream, int events)
    {
        for (var sequence = 0; sequence < events; sequence++)
        {
            await journal.AppendAsync(stream, sequence, [new JournalEntry("Bench", Payload)], CancellationToken.None);
        }
    }

    private static async Task<double> RecoverAsync(SqliteJournal journal)
    {
        var batch = Enumerable.Repeat(new JournalEntry("Bench", Payload), RecoveryBatch).ToArray();
        for (var sequence = 0; sequence < RecoveryEvents; sequence += RecoveryBatch)
        {
            await journal.AppendAsync("recovery", sequence, batch, CancellationToken.None);
        }

        var started = Stopwatch.GetTimestamp();
        var replay = await journal.ReadAsync("recovery", CancellationToken.None);
        return replay.Events.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> PeerAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            + "CREATE TABLE event (stream TEXT, sequence INT, body BLOB)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "INSERT INTO event VALUES ('one', $sequence, $body)";
        command.Parameters.AddWithValue("$body", Payload);
        var number = command.Parameters.AddWithValue("$sequence", 0);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < EventsOfOne; i++)
        {
            number.Value = i;
            await command.ExecuteNonQueryAsync();
        }

        return EventsOfOne / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
