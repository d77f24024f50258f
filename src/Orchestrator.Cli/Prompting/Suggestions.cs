using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Orchestrator.Contracts;

namespace Orchestrator.Cli.Prompting;

/// <summary>Responsible for what the last word of a line may become: the verbs and switches that pbm knows, and the
/// names that the daemon knows. A shell asks by <c>pbm [suggest:POSITION] LINE</c>, the prompt directly.</summary>
/// <param name="root">All verbs.</param>
/// <param name="call">Asks the daemon.</param>
internal sealed class Suggestions(RootCommand root, Call call)
{
    private const string Start = "[suggest:";

    /// <summary>Stands for the word that is completed: no verb and no switch.</summary>
    private const string Word = "word";

    /// <returns>The line before the cursor without the program's name, and the server's address taken off; null:
    /// nobody asks.</returns>
    public static (ApiTarget? Target, string Text)? Asked(IReadOnlyList<string> arguments)
    {
        if (arguments is not [var asks, var line]
            || !asks.StartsWith(Start, StringComparison.Ordinal)
            || !int.TryParse(asks[Start.Length..].TrimEnd(']'), CultureInfo.InvariantCulture, out var position))
        {
            return null;
        }

        var (_, rest) = Split(line[..Math.Clamp(position, 0, line.Length)]);
        var (first, behind) = Split(rest);
        return behind.Length > 0 && ApiTarget.TryParse(first, out var target)
            ? (target, behind.TrimStart())
            : (null, rest.TrimStart());
    }

    public async Task<IReadOnlyList<string>> ForAsync(string text)
    {
        // Without its last word: one that is a verb already may be the beginning of another.
        var before = text[..(text.LastIndexOf(' ') + 1)];
        var word = text[before.Length..];
        return
        [
            .. Words(before, word).Concat(word is ['-', ..] ? [] : await NamesAsync(before).ConfigureAwait(false))
                .Where(one => one.StartsWith(word, StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Switches only where one is begun: they would bury the verbs and values.</summary>
    private IEnumerable<string> Words(string before, string word) => root.Parse(before).GetCompletions(before.Length)
        .Select(one => one.InsertText ?? one.Label).Where(one => word.Length > 0 || one[0] is not ('-' or '/'));

    private async Task<IEnumerable<string>> NamesAsync(string before)
    {
        var parsed = root.Parse(before + Word);
        var named = parsed.CommandResult.Children.FirstOrDefault(one => one.Tokens is [.., { Value: Word }]);
        return ((Symbol?)(named as ArgumentResult)?.Argument ?? (named as OptionResult)?.Option) is IKnownNames known
            ? await call.AskForNamesAsync(parsed, known.Names).ConfigureAwait(false)
            : [];
    }

    private static (string First, string Behind) Split(string text)
    {
        var trimmed = text.TrimStart();
        var blank = trimmed.IndexOf(' ');
        return blank < 0 ? (trimmed, "") : (trimmed[..blank], trimmed[blank..]);
    }
}
