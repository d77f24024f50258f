using System.CommandLine;
using System.Globalization;

namespace Orchestrator.Cli.Commands;

/// <summary>A duration as the original writes it: `90s`, `10m`, `2h`.</summary>
internal sealed class DurationOption : Option<string?>
{
    public DurationOption(string name, params string[] aliases)
        : base(name, aliases) => Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Parse(token.Value) is null)
            {
                result.AddError($"'{token.Value}' is no duration; write a number and s, m or h, such as 10m");
            }
        });

    /// <param name="text">What was accepted.</param>
    public static int Seconds(string text) => Parse(text)!.Value;

    private static int? Parse(string text)
    {
        int? unit = text.Length == 0 ? null : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => null };
        return unit is { } seconds
            && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (long)number * seconds <= int.MaxValue
                ? number * seconds
                : null;
    }
}
