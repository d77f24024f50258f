namespace Orchestrator.Cli.Prompting;

/// <summary>Responsible for one line that a person types at a terminal: keys that move, delete, go through the history
/// and complete a word, those that shells have.</summary>
/// <param name="keys">The terminal's keys.</param>
/// <param name="output">The terminal.</param>
/// <param name="width">Its columns; a longer line is shown in part.</param>
/// <param name="history">What was typed before.</param>
/// <param name="complete">What the last word of a text may become.</param>
internal sealed class LineEditor(
    Func<ConsoleKeyInfo> keys,
    TextWriter output,
    Func<int> width,
    LineHistory history,
    Func<string, Task<IReadOnlyList<string>>> complete)
{
    private const string EraseLine = "\r\u001b[K";

    private string _prompt = "";
    private string _text = "";
    private string _draft = "";
    private int _at;
    private int _historyAt;

    /// <returns>The line; null at Ctrl+D on an empty one.</returns>
    public async Task<string?> ReadAsync(string prompt)
    {
        (_prompt, _text, _draft, _at, _historyAt) = (prompt, "", "", 0, history.Lines.Count);
        Draw();
        while (true)
        {
            var key = keys();
            switch (key)
            {
                case { Key: ConsoleKey.Enter } or { KeyChar: '\n' }:
                    await output.WriteLineAsync().ConfigureAwait(false);
                    history.Add(_text);
                    return _text;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    await output.WriteLineAsync("^C").ConfigureAwait(false);
                    return "";
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _text.Length == 0:
                    await output.WriteLineAsync().ConfigureAwait(false);
                    return null;
                case { Key: ConsoleKey.Tab }:
                    await CompleteAsync().ConfigureAwait(false);
                    break;
                default:
                    Edit(key);
                    break;
            }

            Draw();
        }
    }

    private void Edit(ConsoleKeyInfo key)
    {
        if (key.Modifiers == ConsoleModifiers.Control)
        {
            Control(key.Key);
            return;
        }

        switch (key.Key)
        {
            case ConsoleKey.UpArrow:
                Recall(_historyAt - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_historyAt + 1);
                break;
            case ConsoleKey.LeftArrow:
                _at = Math.Max(_at - 1, 0);
                break;
            case ConsoleKey.RightArrow:
                _at = Math.Min(_at + 1, _text.Length);
                break;
            case ConsoleKey.Home:
                _at = 0;
                break;
            case ConsoleKey.End:
                _at = _text.Length;
                break;
            case ConsoleKey.Backspace:
                Delete(Math.Max(_at - 1, 0), _at);
                break;
            case ConsoleKey.Delete:
                Delete(_at, Math.Min(_at + 1, _text.Length));
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    Insert(key.KeyChar.ToString());
                }

                break;
        }
    }

    private void Control(ConsoleKey key)
    {
        switch (key)
        {
            case ConsoleKey.A:
                _at = 0;
                break;
            case ConsoleKey.E:
                _at = _text.Length;
                break;
            case ConsoleKey.U:
                Delete(0, _at);
                break;
            case ConsoleKey.K:
                Delete(_at, _text.Length);
                break;
            case ConsoleKey.W:
                Delete(_text[.._at].TrimEnd().LastIndexOf(' ') + 1, _at);
                break;
            case ConsoleKey.D:
                Delete(_at, Math.Min(_at + 1, _text.Length));
                break;
            case ConsoleKey.P:
                Recall(_historyAt - 1);
                break;
            case ConsoleKey.N:
                Recall(_historyAt + 1);
                break;
        }
    }

    /// <summary>What is typed and not entered yet stands behind the newest line of the history.</summary>
    private void Recall(int at)
    {
        if (at < 0 || at > history.Lines.Count)
        {
            return;
        }

        if (_historyAt == history.Lines.Count)
        {
            _draft = _text;
        }

        _historyAt = at;
        _text = at == history.Lines.Count ? _draft : history.Lines[at];
        _at = _text.Length;
    }

    private void Insert(string text)
    {
        _text = _text.Insert(_at, text);
        _at += text.Length;
    }

    private void Delete(int from, int to)
    {
        _text = _text.Remove(from, to - from);
        _at = from;
    }

    private async Task CompleteAsync()
    {
        var word = _text[(_text[.._at].LastIndexOf(' ') + 1).._at];
        var found = await complete(_text[.._at]).ConfigureAwait(false);
        if (found is [var only])
        {
            Insert(only[word.Length..] + " ");
        }
        else if (found.Count > 1)
        {
            var common = found.Aggregate((one, other) => one[..one.AsSpan().CommonPrefixLength(other)]);
            if (common.Length > word.Length)
            {
                Insert(common[word.Length..]);
            }
            else
            {
                await output.WriteLineAsync().ConfigureAwait(false);
                await output.WriteLineAsync(string.Join("  ", found)).ConfigureAwait(false);
            }
        }
    }

    private void Draw()
    {
        var room = Math.Max(width() - _prompt.Length - 1, 1);
        var from = Math.Max(_at - room, 0);
        var shown = _text[from..Math.Min(from + room, _text.Length)];
        output.Write(EraseLine + _prompt + shown);
        if (from + shown.Length - _at is var back and > 0)
        {
            output.Write($"\u001b[{back}D");
        }

        output.Flush();
    }
}
