using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Journal.Tests;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private const int AcknowledgedMin = 200;
    private const int LogsTried = 200;

    private readonly string _directory = Directory.CreateTempSubdirectory("journal-").FullName;
    private string? _path;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string FilePath => _path ??= Path.Combine(_directory, "journal.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Open_SecondDaemon_IsRefusedByName()
    {
        await using var first = SqliteJournal.Open(FilePath);
        var error = Assert.Throws<JournalException>(() => SqliteJournal.Open(FilePath));
        Assert.Equal(JournalFault.Unavailable, error.Fault);
        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileIsNoJournal_IsRefusedByName()
    {
        File.WriteAllText(FilePath, new string('x', 8192));
        var refused = Assert.Throws<JournalException>(() => SqliteJournal.Open(FilePath));
        Assert.Contains(FilePath, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>One page of the tables, or the file's second half, as a bad disk leaves them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_FileDamaged_IsRefusedWithTheWayOut(bool truncated)
    {
        await using (var journal = SqliteJournal.Open(FilePath))
        {
            for (var i = 0; i < 100; i++)
            {
                await journal.AppendAsync($"stream-{i}", 0, [new JournalEntry("Event", new byte[500])], Cancellation);
            }
        }

        using (var file = new FileStream(FilePath, FileMode.Open))
        {
            if (truncated)
            {
                file.SetLength(file.Length / 2);
            }
            else
            {
                file.Seek(file.Length / 2 / 4096 * 4096, SeekOrigin.Begin);
                file.Write(new byte[4096]);
            }
        }

        var refused = Assert.Throws<JournalException>(() => SqliteJournal.Open(FilePath));
        Assert.Contains($"journal {FilePath} is damaged: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"move {FilePath} and {FilePath}-wal away", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>A copy of the log as a crash leaves it: shorter by any number of bytes it is healed, and holds whole
    /// transactions; changed in one byte that is not the last transaction's it is refused.</summary>
    [Fact]
    public async Task Open_LogTornOrDamaged_IsHealedOrRefused()
    {
        var (log, last) = await WriteLogAsync();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < LogsTried; i++)
        {
            var torn = log[..random.Next(log.Length)];
            await File.WriteAllBytesAsync(FilePath + "-wal", torn, Cancellation);
            Assert.True(
                WriteAheadLog.FindDamage(FilePath + "-wal") is null, $"seed {seed}: {torn.Length} bytes are refused");

            var changed = log.ToArray();
            var at = random.Next(last);
            changed[at] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(FilePath + "-wal", changed, Cancellation);
            Assert.True(
                WriteAheadLog.FindDamage(FilePath + "-wal") is not null,
                $"seed {seed}: a change of byte {at} is missed");
        }

        await File.WriteAllBytesAsync(FilePath + "-wal", log, Cancellation);
        Assert.Null(WriteAheadLog.FindDamage(FilePath + "-wal"));
    }

    [Fact]
    public void Open_DirectoryMissing_IsRefusedByName()
    {
        var path = Path.Combine(_directory, "missing", "journal.db");
        var refused = Assert.Throws<JournalException>(() => SqliteJournal.Open(path));
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LaterSchema_IsRefused()
    {
        await SqliteJournal.Open(FilePath).DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        var refused = Assert.Throws<JournalException>(() => SqliteJournal.Open(FilePath));
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writer_KilledAtAnyMoment_KeepsWhatItAcknowledged()
    {
        var acknowledged = await WriteUntilKilledAsync();
        await using var journal = SqliteJournal.Open(FilePath);
        var replay = await journal.ReadAsync("crash", Cancellation);
        Assert.True(
            replay.Sequence >= acknowledged,
            $"{acknowledged} events were acknowledged, the journal holds {replay.Sequence}");

        // Events were appended in pairs: a half pair would be half a transaction.
        Assert.Equal(0, replay.Sequence % 2);
        Assert.Equal(replay.Sequence, replay.Events.Count);
    }

    protected override IJournal Create() => SqliteJournal.Open(FilePath);

    protected override async Task<IJournal> ReopenAsync(IJournal journal)
    {
        await journal.DisposeAsync();
        return SqliteJournal.Open(FilePath);
    }

    /// <summary>A foreign writer holds the file: what a broken disk does to a commit, and can be mended.</summary>
    protected override IDisposable Break(IJournal journal)
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <returns>The log of some transactions, and where in it the last one begins.</returns>
    private async Task<(byte[] Log, int Last)> WriteLogAsync()
    {
        await using var journal = SqliteJournal.Open(FilePath);
        for (var i = 0; i < 10; i++)
        {
            await AppendAsync(i);
        }

        var last = (int)new FileInfo(FilePath + "-wal").Length;
        await AppendAsync(10);
        return (await ReadSharedAsync(FilePath + "-wal"), last);

        Task AppendAsync(int i) => journal.AppendAsync(
            $"stream-{i % 3}", i / 3, [new JournalEntry("Event", new byte[3000])], Cancellation);
    }

    /// <summary>Of a file that the journal holds open.</summary>
    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Cancellation);
        return bytes;
    }

    private async Task<long> WriteUntilKilledAsync()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(
            output.Parent!.Parent!.Parent!.Parent!.FullName, "Orchestrator.JournalWriter", "bin", output.Parent.Name,
            output.Name, "Orchestrator.JournalWriter.dll");
        var start = new ProcessStartInfo("dotnet", [program, FilePath]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var last = 0L;
        while (last < AcknowledgedMin && await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            last = long.Parse(line, CultureInfo.InvariantCulture);
        }

        process.Kill();
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            last = long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? Math.Max(last, number) : last;
        }

        await process.WaitForExitAsync(Cancellation);
        Assert.True(last >= AcknowledgedMin, $"the writer ended by itself after {last} events");
        return last;
    }
}
