namespace Orchestrator.Daemon.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">The key's path, such as <c>pools[0].size</c>; empty for the file as a whole.</param>
/// <param name="Line">Line of the file, from 1; 0 when no line is to blame.</param>
/// <param name="Rule">The value, the rule that it breaks, and what to write instead.</param>
internal sealed record ConfigError(string Path, int Line, string Rule)
{
    public override string ToString()
    {
        var subject = Path.Length == 0 ? "configuration" : Path;
        return Line == 0 ? $"{subject}: {Rule}" : $"{subject}: {Rule} (line {Line})";
    }
}
