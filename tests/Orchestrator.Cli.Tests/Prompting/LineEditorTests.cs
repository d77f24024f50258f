using Orchestrator.Cli.Prompting;

namespace Orchestrator.Cli.Tests.Prompting;

/// <summary>What becomes of the keys that a person presses. Keys are written as text; those without a letter as
/// <c>{Name}</c>, and those with Ctrl as <c>^X</c>.</summary>
public sealed class LineEditorTests : IDisposable
{
    private readonly LineHistory _history = new(path: null);
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData("pool show", "pool show")]
    [InlineData("pol{LeftArrow}o", "pool")]
    [InlineData("ool{Home}p{End}s", "pools")]
    [InlineData("ool^Ap^Es", "pools")]
    [InlineData("poool{Backspace}{Backspace}l", "pool")]
    [InlineData("{Backspace}{LeftArrow}{Delete}a{RightArrow}", "a")]
    [InlineData("xpool{Home}{Delete}", "pool")]
    [InlineData("xpool^A^D", "pool")]
    [InlineData("pool show^Uslot", "slot")]
    [InlineData("pool show{Home}^K", "")]
    [InlineData("pool show demo^W^Wclear", "pool clear")]
    public async Task Keys_OfALine_EditIt(string keys, string line) =>
        Assert.Equal(line, await ReadAsync(keys + "{Enter}"));

    [Fact]
    public async Task Arrows_UpAndDown_GoThroughTheHistory()
    {
        await ReadAsync("pool show{Enter}");
        await ReadAsync("slot show{Enter}");

        Assert.Equal("pool show", await ReadAsync("{UpArrow}{UpArrow}{UpArrow}{Enter}"));
        Assert.Equal("draft", await ReadAsync("draft{UpArrow}{UpArrow}{DownArrow}{DownArrow}{DownArrow}{Enter}"));

        // Pool, slot, pool and draft are there by now.
        Assert.Equal("slot show -p", await ReadAsync("^P^P^P^N^P^N^N^P^P -p{Enter}"));
    }

    [Fact]
    public async Task CtrlC_OnALine_GivesItUp()
    {
        Assert.Equal("", await ReadAsync("pool clear demo^C"));
        Assert.Empty(_history.Lines);
    }

    [Fact]
    public async Task CtrlD_OnNothing_IsTheEnd() => Assert.Null(await ReadAsync("^D"));

    [Theory]
    [InlineData("cluster l{Tab}", "cluster lea", "")]
    [InlineData("cluster lea{Tab}v{Tab}", "cluster leave ", "leader  leave\n")]
    [InlineData("cluster leav{Tab}b", "cluster leave b", "")]
    [InlineData("cluster x{Tab}", "cluster x", "")]
    public async Task Tab_OfAWord_CompletesIt(string keys, string line, string listed)
    {
        Assert.Equal(line, await ReadAsync(keys + "{Enter}"));
        Assert.Contains(listed, _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_LongerThanTheTerminal_ShowsItsEnd()
    {
        await ReadAsync("0123456789{Enter}", width: 8);

        Assert.Contains("\r\u001b[K> 56789\n", _output.ToString(), StringComparison.Ordinal);
    }

    private async Task<string?> ReadAsync(string keys, int width = 80)
    {
        var typed = new Queue<ConsoleKeyInfo>(Keys(keys));
        var editor = new LineEditor(typed.Dequeue, _output, () => width, _history, CompleteAsync);
        var line = await editor.ReadAsync("> ");
        Assert.Empty(typed);
        return line;
    }

    private static Task<IReadOnlyList<string>> CompleteAsync(string text) => Task.FromResult<IReadOnlyList<string>>(
        [.. new[] { "leader", "leave" }.Where(verb => verb.StartsWith(text.Split(' ')[^1], StringComparison.Ordinal))]);

    private static ConsoleKeyInfo Key(string name, bool isControl = false) =>
        new('\0', Enum.Parse<ConsoleKey>(name), shift: false, alt: false, isControl);

    private static IEnumerable<ConsoleKeyInfo> Keys(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{':
                    var end = text.IndexOf('}', i);
                    yield return Key(text[(i + 1)..end]);
                    i = end;
                    break;
                case '^':
                    i++;
                    yield return Key(text[i..(i + 1)], isControl: true);
                    break;
                default:
                    yield return new ConsoleKeyInfo(text[i], ConsoleKey.None, false, false, false);
                    break;
            }
        }
    }
}
