using System.CommandLine;
using System.Globalization;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Prompting;

/// <summary>Responsible for what the last word of a line may become: the verbs and switches that pbm knows. A shell
/// asks by <c>pbm [suggest:POSITION] LINE</c>, the prompt directly.</summary>
internal static class Suggestions
{
    private const string Start = "[suggest:";

    /// <returns>The line before the cursor without the program's name and the server's address; null: nobody
    /// asks.</returns>
    public static string? Asked(IReadOnlyList<string> arguments)
    {
        if (arguments is not [var asks, var line]
            || !asks.StartsWith(Start, StringComparison.Ordinal)
            || !int.TryParse(asks[Start.Length..].TrimEnd(']'), CultureInfo.InvariantCulture, out var position))
        {
            return null;
        }

        var (_, rest) = Split(line[..Math.Clamp(position, 0, line.Length)]);
        var (first, behind) = Split(rest);
        return behind.Length > 0 && ApiTarget.TryParse(first, out _) ? behind.TrimStart() : rest.TrimStart();
    }

    /// <summary>Switches only where one is begun: they would bury the verbs and values.</summary>
    public static IReadOnlyList<string> For(RootCommand root, string text)
    {
        // Without its last word: one that is a verb already may be the beginning of another.
        var before = text[..(text.LastIndexOf(' ') + 1)];
        var word = text[before.Length..];
        return
        [
            .. root.Parse(before).GetCompletions(before.Length).Select(one => one.InsertText ?? one.Label)
                .Where(one => one.StartsWith(word, StringComparison.Ordinal))
                .Where(one => word.Length > 0 || one[0] is not ('-' or '/')).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static (string First, string Behind) Split(string text)
    {
        var trimmed = text.TrimStart();
        var blank = trimmed.IndexOf(' ');
        return blank < 0 ? (trimmed, "") : (trimmed[..blank], trimmed[blank..]);
    }
}
