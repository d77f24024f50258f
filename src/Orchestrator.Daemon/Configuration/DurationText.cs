using System.Globalization;

namespace Orchestrator.Daemon.Configuration;

/// <summary>
/// The written form of a duration: whole numbers with units, largest first, such as <c>1h30m</c> or <c>250ms</c>.
/// </summary>
internal static class DurationText
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    // Six digits of days are 2,700 years: far past every bound, far from overflowing.
    private const int DigitsMax = 6;

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var rest = text.AsSpan();
        var unitFirst = 0;
        while (rest.Length > 0)
        {
            if (!TryTakePart(ref rest, ref unitFirst, out var part))
            {
                return false;
            }

            duration += part;
        }

        return text.Length > 0;
    }

    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = string.Empty;
        foreach (var (unit, length) in Units)
        {
            var count = duration.Ticks / length.Ticks;
            duration -= length * count;
            text += count == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        return text;
    }

    private static bool TryTakePart(ref ReadOnlySpan<char> rest, ref int unitFirst, out TimeSpan part)
    {
        part = TimeSpan.Zero;
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits is <= 0 or > DigitsMax)
        {
            return false;
        }

        var count = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[digits..];
        var letters = rest.IndexOfAnyExceptInRange('a', 'z');
        var unit = letters < 0 ? rest : rest[..letters];
        for (var i = unitFirst; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Unit))
            {
                part = Units[i].Length * count;
                rest = rest[unit.Length..];
                unitFirst = i + 1;
                return true;
            }
        }

        return false;
    }
}
