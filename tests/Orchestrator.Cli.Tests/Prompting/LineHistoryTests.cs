using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Tests.Prompting;

/// <summary>What the prompt remembers, and where.</summary>
public sealed class LineHistoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pbm-history-");

    private string PathOfFile => Path.Combine(_folder.FullName, "pbm", "history");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Line_Added_IsThereForTheNextPrompt()
    {
        var first = new LineHistory(PathOfFile);
        first.Add("pool show");
        first.Add("slot show");

        Assert.Equal(["pool show", "slot show"], new LineHistory(PathOfFile).Lines);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOfFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" pool show")]
    [InlineData("cluster join a:1 --token pbm1.abc.def")]
    public void Line_EmptyOrSecret_IsNotKept(string line)
    {
        var history = new LineHistory(PathOfFile);

        history.Add(line);

        Assert.Empty(history.Lines);
        Assert.False(File.Exists(PathOfFile));
    }

    [Fact]
    public void Line_Again_IsKeptOnce()
    {
        var history = new LineHistory(PathOfFile);

        history.Add("pool show");
        history.Add("pool show");

        Assert.Equal(["pool show"], history.Lines);
    }

    [Fact]
    public void File_OfTwiceTheLimit_IsCut()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOfFile)!);
        File.WriteAllLines(PathOfFile, Enumerable.Range(1, 2 * LineHistory.LinesMax).Select(n => $"slot show {n}"));
        var history = new LineHistory(PathOfFile);
        Assert.Equal((LineHistory.LinesMax, $"slot show {LineHistory.LinesMax + 1}"),
            (history.Lines.Count, history.Lines[0]));

        history.Add("pool show");

        var kept = File.ReadAllLines(PathOfFile);
        Assert.Equal((LineHistory.LinesMax, "pool show"), (kept.Length, kept[^1]));
    }

    [Fact]
    public void File_ThatCannotBeWritten_CostsTheFileOnly()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "pbm"), "a file where the folder should be");
        var history = new LineHistory(PathOfFile);

        history.Add("pool show");

        Assert.Equal(["pool show"], history.Lines);
    }
}
