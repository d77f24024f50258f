namespace Orchestrator.Cli.Prompting;

/// <summary>Responsible for the lines that were typed at the prompt, in a file that only its user reads. What may hold
/// a secret is not kept: a join token, and any line that begins with a blank, as shells have it.</summary>
internal sealed class LineHistory
{
    /// <summary>Lines that are kept; the oldest go.</summary>
    public const int LinesMax = 1000;

    private const string TokenStart = "pbm1.";

    private readonly string? _path;
    private readonly List<string> _lines;

    /// <param name="path">The file; null: nothing is kept beyond this prompt.</param>
    public LineHistory(string? path)
    {
        _path = path;
        _lines = path is null ? [] : Read(path);
    }

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Keeps a line, unless it is the last one again. A disk that is full or not ours costs the file, not the
    /// prompt.</summary>
    public void Add(string line)
    {
        if (line.Length == 0 || line[0] == ' ' || line.Contains(TokenStart, StringComparison.Ordinal)
            || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        _lines.Add(line);
        if (_path is null)
        {
            return;
        }

        try
        {
            Append(_path, line);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It stands in memory all the same.
        }
    }

    private static List<string> Read(string path)
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).TakeLast(LinesMax)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Appending leaves what another prompt has written meanwhile; only a file of twice the limit is written
    /// anew.</summary>
    private static void Append(string path, string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var old = File.Exists(path) ? File.ReadAllLines(path) : [];
        var isFull = old.Length >= 2 * LinesMax;
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = isFull ? FileMode.Create : FileMode.Append,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }));
        foreach (var kept in isFull ? old.TakeLast(LinesMax - 1) : [])
        {
            file.WriteLine(kept);
        }

        file.WriteLine(line);
    }
}
