using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Actors.Persistence;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Journal.Tests;

public sealed class SqliteJournalTests : JournalContract, IDisposable
{
    private const int AcknowledgedMin = 200;

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
