using System.Text;
using Orchestrator.Actors.Persistence;

namespace Orchestrator.Testing.Journal;

/// <summary>The journal's numbered conditions (see <see cref="IJournal"/>); every implementation passes them.</summary>
public abstract class JournalContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A journal with nothing in it.</summary>
    protected abstract IJournal Create();

    /// <summary>Closes the journal and opens what it left.</summary>
    protected abstract Task<IJournal> ReopenAsync(IJournal journal);

    /// <summary>Lets every write fail until the returned handle is disposed.</summary>
    protected abstract IDisposable Break(IJournal journal);

    [Fact]
    public async Task Append_Reopened_IsStillThere()
    {
        var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1"), Entry("2")], Cancellation);
        journal = await ReopenAsync(journal);
        await using (journal)
        {
            Assert.Equal(["1", "2"], Texts(await journal.ReadAsync("a", Cancellation)));
        }
    }

    [Fact]
    public async Task Append_OneEntryTooLarge_NoneIsThere()
    {
        await using var journal = Create();
        var large = new JournalEntry("Large", new byte[JournalLimits.PayloadBytesMax + 1]);
        await FailsAsync(JournalFault.TooLarge, journal.AppendAsync("a", 0, [Entry("1"), large], Cancellation));
        Assert.Equal(0, (await journal.ReadAsync("a", Cancellation)).Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Append_AfterAnotherNumber_IsAConflict(long after)
    {
        await using var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1")], Cancellation);
        await FailsAsync(JournalFault.Conflict, journal.AppendAsync("a", after, [Entry("x")], Cancellation));
        Assert.Equal(["1"], Texts(await journal.ReadAsync("a", Cancellation)));
    }

    [Fact]
    public async Task Append_NeighbourInConflict_Succeeds()
    {
        await using var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1")], Cancellation);
        var bad = journal.AppendAsync("a", 0, [Entry("x")], Cancellation);
        var good = journal.AppendAsync("b", 0, [Entry("2")], Cancellation);
        await FailsAsync(JournalFault.Conflict, bad);
        await good;
        Assert.Equal(["2"], Texts(await journal.ReadAsync("b", Cancellation)));
    }

    [Fact]
    public async Task Read_UnknownStream_IsEmpty()
    {
        await using var journal = Create();
        var replay = await journal.ReadAsync("nobody", Cancellation);
        Assert.Equal((null, 0, 0), (replay.Snapshot, replay.Events.Count, replay.Sequence));
    }

    [Fact]
    public async Task Snapshot_Saved_ReplacesWhatItCovers()
    {
        await using var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1"), Entry("2"), Entry("3")], Cancellation);
        await journal.SaveSnapshotAsync("a", 2, Entry("state-2"), Cancellation);
        await journal.AppendAsync("a", 3, [Entry("4")], Cancellation);
        var replay = await journal.ReadAsync("a", Cancellation);
        Assert.Equal("state-2", Text(replay.Snapshot!.Value));
        Assert.Equal(["3", "4"], Texts(replay));
        Assert.Equal(4, replay.Sequence);
    }

    [Fact]
    public async Task Delete_Stream_IsUnknownAndMayReturn()
    {
        await using var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1")], Cancellation);
        await journal.SaveSnapshotAsync("a", 1, Entry("state"), Cancellation);
        await journal.DeleteStreamAsync("a", Cancellation);
        await journal.DeleteStreamAsync("never", Cancellation);
        Assert.Empty(await journal.ListStreamsAsync(string.Empty, Cancellation));
        await journal.AppendAsync("a", 0, [Entry("new")], Cancellation);
        Assert.Equal(["new"], Texts(await journal.ReadAsync("a", Cancellation)));
    }

    [Fact]
    public async Task List_ByPrefix_IsOrdered()
    {
        await using var journal = Create();
        foreach (var name in new[] { "slot/b", "slot/a", "pool/x", "slot%" })
        {
            await journal.AppendAsync(name, 0, [Entry("1")], Cancellation);
        }

        Assert.Equal(["slot/a", "slot/b"], await journal.ListStreamsAsync("slot/", Cancellation));
    }

    [Fact]
    public async Task Append_ManyStreamsAtOnce_AllAreThere()
    {
        await using var journal = Create();
        var names = Enumerable.Range(0, 500).Select(i => $"s{i}").ToList();
        await Task.WhenAll(names.Select(name => journal.AppendAsync(name, 0, [Entry(name)], Cancellation)));
        foreach (var name in names)
        {
            Assert.Equal([name], Texts(await journal.ReadAsync(name, Cancellation)));
        }
    }

    [Fact]
    public async Task Append_WhileBroken_IsUnavailableThenWorks()
    {
        await using var journal = Create();
        await journal.AppendAsync("a", 0, [Entry("1")], Cancellation);
        using (Break(journal))
        {
            await FailsAsync(JournalFault.Unavailable, journal.AppendAsync("a", 1, [Entry("lost")], Cancellation));
        }

        await journal.AppendAsync("a", 1, [Entry("2")], Cancellation);
        Assert.Equal(["1", "2"], Texts(await journal.ReadAsync("a", Cancellation)));
    }

    protected static JournalEntry Entry(string text) => new("Text", Encoding.UTF8.GetBytes(text));

    protected static async Task FailsAsync(JournalFault expected, Task call)
    {
        var error = await Assert.ThrowsAsync<JournalException>(() => call);
        Assert.Equal(expected, error.Fault);
    }

    private static string Text(JournalEntry entry) => Encoding.UTF8.GetString(entry.Payload.Span);

    private static IEnumerable<string> Texts(JournalReplay replay) => replay.Events.Select(Text);
}
