using System.Text;

namespace Orchestrator.Daemon.Configuration;

/// <summary>Responsible for writing a tree of texts as YAML that reads back as the same tree.</summary>
internal static class ConfigWriter
{
    private const string Step = "  ";

    public static string Write(ConfigNode.Mapping root)
    {
        var yaml = new StringBuilder();
        WriteEntries(yaml, root, string.Empty);
        return yaml.ToString();
    }

    private static void WriteEntries(StringBuilder yaml, ConfigNode.Mapping mapping, string indent)
    {
        foreach (var entry in mapping.Entries.Values)
        {
            yaml.Append(indent).Append(Text(entry.Key)).Append(':');
            WriteValue(yaml, entry.Value, indent + Step);
        }
    }

    /// <summary>Behind a key or a dash.</summary>
    private static void WriteValue(StringBuilder yaml, ConfigNode node, string indent)
    {
        switch (node)
        {
            case ConfigNode.Mapping { Entries.Count: > 0 } mapping:
                yaml.Append('\n');
                WriteEntries(yaml, mapping, indent);
                break;
            case ConfigNode.Sequence { Items.Count: > 0 } sequence:
                yaml.Append('\n');
                foreach (var item in sequence.Items)
                {
                    yaml.Append(indent).Append('-');
                    WriteValue(yaml, item, indent + Step);
                }

                break;
            case ConfigNode.Mapping:
                yaml.Append(" {}\n");
                break;
            case ConfigNode.Sequence:
                yaml.Append(" []\n");
                break;
            case ConfigNode.Scalar { Quoted: false, Text: "" or "~" or "null" }:
                yaml.Append('\n');
                break;
            case ConfigNode.Scalar scalar:
                yaml.Append(' ').Append(Text(scalar.Text)).Append('\n');
                break;
        }
    }

    /// <summary>Plain where nothing in it could be YAML's own; in double quotes any character has a way.</summary>
    private static string Text(string text)
    {
        if (text.Length > 0 && text is not "null" && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/'))
        {
            return text;
        }

        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '"' => "\\\"",
                '\\' => @"\\",
                _ when char.IsControl(character) || character > '~' => $"\\u{(int)character:x4}",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
