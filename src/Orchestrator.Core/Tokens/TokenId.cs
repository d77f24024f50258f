using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Tokens;

/// <summary>Names a join token without giving away its secret: 16 characters of <c>0-9 a-f</c>.</summary>
public readonly record struct TokenId
{
    public const int Length = 16;

    private readonly string? _value;

    private TokenId(string value) => _value = value;

    public string Value => _value ?? string.Empty;

    /// <exception cref="FormatException">It is none.</exception>
    public static TokenId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"token id '{text}' must be {Length} characters of 0-9 and a-f");

    public static bool TryParse([NotNullWhen(true)] string? text, out TokenId id)
    {
        id = default;
        if (text?.Length != Length || !text.All(char.IsAsciiHexDigitLower))
        {
            return false;
        }

        id = new TokenId(text);
        return true;
    }

    public override string ToString() => Value;
}
