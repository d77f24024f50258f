using System.Globalization;
using System.Net;

namespace Orchestrator.Daemon.Configuration;

/// <summary>
/// Responsible for reading one section of what the operator wrote, key by key: each reading names its rule, and a
/// broken rule is collected while the reading goes on with the default. Keys that nobody read are unknown.
/// </summary>
internal sealed class ConfigSection(ConfigNode.Mapping mapping, string path, ConfigErrors errors)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The line of a key, or of the section when the key is not there.</summary>
    public int LineOf(string key) => mapping.Entries.TryGetValue(key, out var entry) ? entry.Line : mapping.Line;

    public string PathOf(string key) => ConfigPath.Join(path, key);

    public bool Has(string key) => mapping.Entries.ContainsKey(key);

    public void Reject(string key, string rule) => errors.Add(PathOf(key), LineOf(key), rule);

    public string RequiredText(string key, int lengthMax, string meaning)
    {
        var text = Scalar(key);
        if (text is null)
        {
            RejectMissing(key, meaning);
            return string.Empty;
        }

        return CheckedText(key, text, lengthMax);
    }

    public string Text(string key, string otherwise, int lengthMax) =>
        Scalar(key) is { } text ? CheckedText(key, text, lengthMax) : otherwise;

    /// <returns>0 when the key is missing.</returns>
    public int RequiredInteger(string key, int min, int max, string meaning)
    {
        if (Has(key))
        {
            return Integer(key, min, min, max);
        }

        _read.Add(key);
        RejectMissing(key, meaning);
        return 0;
    }

    public int Integer(string key, int otherwise, int min, int max)
    {
        if (Scalar(key) is not { } text)
        {
            return otherwise;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Reject(key, $"'{text}' is not a whole number; write one of {min}..{max}");
            return otherwise;
        }

        if (value < min || value > max)
        {
            Reject(key, $"{value} is not in {min}..{max}");
            return otherwise;
        }

        return (int)value;
    }

    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan min, TimeSpan max)
    {
        if (Scalar(key) is not { } text)
        {
            return otherwise;
        }

        if (!DurationText.TryParse(text, out var value))
        {
            Reject(key, $"'{text}' is not a duration; write whole numbers with d, h, m, s or ms, such as 1h30m");
            return otherwise;
        }

        if (value < min || value > max)
        {
            Reject(key, $"{text} is not in {DurationText.Format(min)}..{DurationText.Format(max)}");
            return otherwise;
        }

        return value;
    }

    public long Size(string key, long otherwise, long min, long max)
    {
        if (Scalar(key) is not { } text)
        {
            return otherwise;
        }

        if (!SizeText.TryParse(text, out var value))
        {
            Reject(key, $"'{text}' is not a size; write a whole number with KiB, MiB, GiB or TiB, such as 512MiB");
            return otherwise;
        }

        if (value < min || value > max)
        {
            Reject(key, $"{text} is not in {SizeText.Format(min)}..{SizeText.Format(max)}");
            return otherwise;
        }

        return value;
    }

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        if (Scalar(key) is not { } text)
        {
            return otherwise;
        }

        var names = Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]).ToArray();
        var index = Array.IndexOf(names, text);
        if (index >= 0)
        {
            return Enum.GetValues<T>()[index];
        }

        Reject(key, $"'{text}' is not one of {string.Join(", ", names)}");
        return otherwise;
    }

    public IPAddress Address(string key, IPAddress otherwise)
    {
        if (Scalar(key) is not { } text)
        {
            return otherwise;
        }

        // The platform's parser also takes '1' and '0x7f.1', which no operator means.
        var isWrittenOut = text.Contains(':') || text.Count(c => c == '.') == 3;
        if (isWrittenOut && IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        Reject(key, $"'{text}' is not an IP address; write one such as 0.0.0.0 or 127.0.0.1");
        return otherwise;
    }

    /// <summary>
    /// A section below this one; an absent one reads as empty, so that its required keys are reported by name.
    /// </summary>
    public ConfigSection Section(string key)
    {
        _read.Add(key);
        if (mapping.Entries.TryGetValue(key, out var entry))
        {
            if (entry.Value is ConfigNode.Mapping below)
            {
                return new ConfigSection(below, PathOf(key), errors);
            }

            Reject(key, $"is {entry.Value.Kind}; it must be a section of keys");
        }

        return Empty(key);
    }

    public IReadOnlyList<ConfigSection> Sections(string key, int countMax)
    {
        _read.Add(key);
        if (!mapping.Entries.TryGetValue(key, out var entry))
        {
            RejectMissing(key, "the list of pools");
            return [];
        }

        if (entry.Value is not ConfigNode.Sequence { Items.Count: > 0 } list)
        {
            Reject(key, $"is {entry.Value.Kind}; it must be a list with at least one '- name: ...'");
            return [];
        }

        if (list.Items.Count > countMax)
        {
            Reject(key, $"{list.Items.Count} items are more than {countMax}");
        }

        return [.. list.Items.Take(countMax).Select((item, index) => Item(key, index, item))];
    }

    /// <summary>A list of values.</summary>
    public IReadOnlyList<string> RequiredTexts(string key, int countMax, int lengthMax, string meaning)
    {
        _read.Add(key);
        if (!mapping.Entries.TryGetValue(key, out var entry))
        {
            RejectMissing(key, meaning);
            return [];
        }

        if (entry.Value is not ConfigNode.Sequence { Items.Count: > 0 } list
            || list.Items.Any(item => item is not ConfigNode.Scalar))
        {
            Reject(key, $"is {entry.Value.Kind}; it must be a list of values");
            return [];
        }

        if (list.Items.Count > countMax)
        {
            Reject(key, $"{list.Items.Count} items are more than {countMax}");
        }

        return
        [
            .. list.Items.OfType<ConfigNode.Scalar>().Take(countMax)
                .Select(item => CheckedText(key, item.Text, lengthMax)),
        ];
    }

    public void RejectUnread(string known)
    {
        foreach (var entry in mapping.Entries.Values.Where(entry => !_read.Contains(entry.Key)))
        {
            var keys = string.Join(", ", _read.Order(StringComparer.Ordinal));
            errors.Add(PathOf(entry.Key), entry.Line, $"is not a key of {known}; keys are {keys}");
        }
    }

    private ConfigSection Item(string key, int index, ConfigNode item)
    {
        var itemPath = ConfigPath.Index(PathOf(key), index);
        if (item is ConfigNode.Mapping section)
        {
            return new ConfigSection(section, itemPath, errors);
        }

        errors.Add(itemPath, item.Line, $"is {item.Kind}; it must be a section of keys");
        return Empty(key);
    }

    private ConfigSection Empty(string key) =>
        new(new ConfigNode.Mapping(new Dictionary<string, ConfigEntry>(), LineOf(key)), PathOf(key), errors);

    private string? Scalar(string key)
    {
        _read.Add(key);
        if (!mapping.Entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        switch (entry.Value)
        {
            case ConfigNode.Scalar { Quoted: false, Text: "" or "~" or "null" }:
                Reject(key, "has no value; write one, or remove the key to take the default");
                return null;
            case ConfigNode.Scalar scalar:
                return scalar.Text;
            default:
                Reject(key, $"is {entry.Value.Kind}; it must be a single value");
                return null;
        }
    }

    private string CheckedText(string key, string text, int lengthMax)
    {
        if (text.Length == 0 || text.Length > lengthMax || text.Any(char.IsControl))
        {
            Reject(key,
                $"a text of {text.Length} characters was read; it must have 1..{lengthMax} and no control characters");
        }

        return text;
    }

    private void RejectMissing(string key, string meaning)
    {
        // A key that is there with a wrong kind of value has been reported already.
        if (!Has(key))
        {
            errors.Add(PathOf(key), mapping.Line, $"is missing; give {meaning}");
        }
    }
}
