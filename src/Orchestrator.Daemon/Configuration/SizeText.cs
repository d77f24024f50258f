using System.Globalization;

namespace Orchestrator.Daemon.Configuration;

/// <summary>The written form of a number of bytes: a whole number with one unit, such as <c>512MiB</c>.</summary>
internal static class SizeText
{
    private static readonly (string Unit, int Shift)[] Units = [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)];

    // Nine digits of the largest unit stay below 2^70; what does not fit is refused.
    private const int DigitsMax = 9;

    public static bool TryParse(string text, out long bytes)
    {
        foreach (var (unit, shift) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && text.Length - unit.Length is > 0 and <= DigitsMax
                && long.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= long.MaxValue >> shift)
            {
                bytes = count << shift;
                return true;
            }
        }

        bytes = 0;
        return false;
    }

    /// <summary>The shortest form of whole KiB.</summary>
    public static string Format(long bytes)
    {
        var (unit, shift) = Units.First(unit => unit.Unit == "KiB" || (bytes != 0 && bytes % (1L << unit.Shift) == 0));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes >> shift}{unit}");
    }
}
