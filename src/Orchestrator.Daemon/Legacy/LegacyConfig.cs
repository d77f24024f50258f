using System.Globalization;
using System.Text;
using Orchestrator.Daemon.Configuration;

namespace Orchestrator.Daemon.Legacy;

/// <summary>
/// Responsible for reading underVDI's <c>vm_manager.conf</c>: lines of <c>key = value</c> that its shell scripts cut
/// apart, so spaces and quotes stand where their writers liked them. Copies of the file from web pages carry
/// full-width characters as well.
/// </summary>
internal sealed class LegacyConfig
{
    private readonly Dictionary<string, (string Value, int Line)> _values = new(StringComparer.Ordinal);

    /// <summary>The line of a key, or 0 when the file does not have it.</summary>
    public int LineOf(string key) => _values.TryGetValue(key, out var found) ? found.Line : 0;

    public string? ValueOf(string key) => _values.TryGetValue(key, out var found) ? found.Value : null;

    public static LegacyConfig Parse(string text, ConfigErrors errors)
    {
        var config = new LegacyConfig();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            config.ReadLine(Narrow(line).Trim(), ++number, errors);
        }

        return config;
    }

    private void ReadLine(string line, int number, ConfigErrors errors)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            errors.Add(string.Empty, number, $"'{line}' is not of the form key = value");
            return;
        }

        var key = line[..equals].Trim();
        var value = line[(equals + 1)..].Trim().Trim('"', '\'').Trim();
        if (!LegacyKeys.All.Contains(key))
        {
            errors.Add(key, number, $"is not a key of vm_manager.conf; keys are {string.Join(", ", LegacyKeys.All)}");
        }
        else if (value.Length == 0)
        {
            errors.Add(key, number, "has no value; write one");
        }
        else if (!_values.TryAdd(key, (value, number)))
        {
            errors.Add(key, number, $"stands a second time, first on line {_values[key].Line}; keep one");
        }
    }

    // Full-width forms U+FF01..U+FF5E are ASCII 0xFEE0 higher; every kind of blank becomes a plain space.
    private static string Narrow(string line)
    {
        const int FullWidthOffset = 0xFEE0;
        var narrow = new StringBuilder(line.Length);
        foreach (var character in line)
        {
            narrow.Append(character switch
            {
                >= '\uFF01' and <= '\uFF5E' => (char)(character - FullWidthOffset),
                '\u200B' or '\uFEFF' => ' ',
                _ when char.IsWhiteSpace(character) => ' ',
                _ when char.GetUnicodeCategory(character) == UnicodeCategory.Control => ' ',
                _ => character,
            });
        }

        return narrow.ToString();
    }
}
