using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Operators;

/// <summary>
/// Name of an operator: 1 to 63 characters of <c>a-z 0-9 - . _</c>, beginning with a letter, so that it is one word of
/// a line of the log.
/// </summary>
public readonly record struct OperatorName
{
    public const int LengthMax = 63;

    private readonly string? _value;

    private OperatorName(string value) => _value = value;

    public string Value => _value ?? string.Empty;

    /// <exception cref="FormatException">It is none.</exception>
    public static OperatorName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"operator name '{text}' must be 1 to {LengthMax} characters of a-z, 0-9, '-', "
            + "'.' and '_', beginning with a letter");

    public static bool TryParse([NotNullWhen(true)] string? text, out OperatorName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > LengthMax || !char.IsAsciiLetterLower(text[0])
            || !text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '_'))
        {
            return false;
        }

        name = new OperatorName(text);
        return true;
    }

    public override string ToString() => Value;
}
