using System.Globalization;

namespace Orchestrator.Core;

/// <summary>The written form of an id: 16 hexadecimal digits, so that a listing sorts in the order of
/// minting.</summary>
internal static class IdText
{
    private const int Digits = 16;

    public static bool TryParse(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return text.Length == Digits
            && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    public static ulong Parse(string kind, string text) => TryParse(text, out var value)
        ? value
        : throw new FormatException($"{kind} id '{text}' must be {Digits} hexadecimal digits");

    public static string Format(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
