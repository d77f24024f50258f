using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Pools;

/// <summary>
/// Name of a pool: 1 to 24 characters of <c>a-z 0-9 -</c>, beginning with a letter and not ending with a dash, so that
/// it can be part of domain, volume and file names unquoted.
/// </summary>
public readonly record struct PoolName
{
    public const int LengthMax = 24;

    private readonly string? _value;

    private PoolName(string value) => _value = value;

    public string Value => _value ?? string.Empty;

    public static PoolName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"pool name '{text}' must be 1 to {LengthMax} characters of a-z, 0-9 and '-', "
            + "beginning with a letter and not ending with '-'");

    public static bool TryParse([NotNullWhen(true)] string? text, out PoolName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > LengthMax || !char.IsAsciiLetterLower(text[0]) || text[^1] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        name = new PoolName(text);
        return true;
    }

    public override string ToString() => Value;
}
