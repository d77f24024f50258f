using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Daemon.Configuration;

/// <summary>
/// Responsible for turning YAML into a tree of texts with lines. Reads the parser's events instead of deserializing,
/// because only there duplicate keys, aliases and line numbers can still be seen.
/// </summary>
internal sealed class ConfigParser
{
    /// <summary>Deepest nesting; a pool's key is at depth 3.</summary>
    public const int DepthMax = 8;

    /// <summary>Longest key or value.</summary>
    public const int TextLengthMax = 4096;

    private readonly Parser _events;
    private readonly ConfigErrors _errors;

    private ConfigParser(string text, ConfigErrors errors)
    {
        _events = new Parser(new StringReader(text));
        _errors = errors;
    }

    /// <returns>The file's section, or null when it cannot be read at all; errors say why.</returns>
    public static ConfigNode.Mapping? Parse(string text, ConfigErrors errors)
    {
        var parser = new ConfigParser(text, errors);
        try
        {
            return parser.ReadDocument();
        }
        catch (YamlException fault)
        {
            errors.Add(string.Empty, (int)fault.Start.Line, $"is not YAML: {fault.Message}");
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 lets this escape from its scanner on an unclosed '[' before a key; random damage to a
            // file found it.
            var line = (int)(parser._events.Current?.End.Line ?? 0);
            errors.Add(string.Empty, line, "is not YAML; is a bracket not closed?");
        }

        return null;
    }

    private ConfigNode.Mapping? ReadDocument()
    {
        _events.Consume<StreamStart>();
        if (_events.TryConsume<StreamEnd>(out _))
        {
            _errors.Add(string.Empty, 0, "is empty; begin with one of the files in cluster-config/");
            return null;
        }

        _events.Consume<DocumentStart>();
        var root = ReadNode(string.Empty, depth: 1);
        _events.Consume<DocumentEnd>();
        if (_events.Current is DocumentStart second)
        {
            var line = (int)second.Start.Line;
            _errors.Add(string.Empty, line, "holds a second YAML document; write one document a file");
        }

        if (root is ConfigNode.Mapping mapping)
        {
            return mapping;
        }

        _errors.Add(string.Empty, root.Line, $"is {root.Kind}; it must be a section of keys, such as 'pools:'");
        return null;
    }

    private ConfigNode ReadNode(string path, int depth)
    {
        RejectReuse(path);
        if (depth > DepthMax)
        {
            throw Fault(_events.Current!, $"'{path}' is nested deeper than {DepthMax} levels");
        }

        if (_events.TryConsume<Scalar>(out var scalar))
        {
            RequireLength(scalar);
            return new ConfigNode.Scalar(scalar.Value, scalar.Style != ScalarStyle.Plain, (int)scalar.Start.Line);
        }

        return _events.TryConsume<SequenceStart>(out var sequence)
            ? ReadSequence(path, (int)sequence.Start.Line, depth)
            : ReadMapping(path, (int)_events.Consume<MappingStart>().Start.Line, depth);
    }

    private ConfigNode.Sequence ReadSequence(string path, int line, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_events.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(ConfigPath.Index(path, items.Count), depth + 1));
        }

        return new ConfigNode.Sequence(items, line);
    }

    private ConfigNode.Mapping ReadMapping(string path, int line, int depth)
    {
        var entries = new Dictionary<string, ConfigEntry>(StringComparer.Ordinal);
        while (!_events.TryConsume<MappingEnd>(out _))
        {
            RejectReuse(path);
            if (_events.Current is not Scalar)
            {
                throw Fault(_events.Current!, "a key must be a plain word");
            }

            var key = _events.Consume<Scalar>();
            RequireLength(key);
            var keyPath = ConfigPath.Join(path, key.Value);
            var entry = new ConfigEntry(key.Value, ReadNode(keyPath, depth + 1), (int)key.Start.Line);
            if (!entries.TryAdd(key.Value, entry))
            {
                var first = entries[key.Value].Line;
                _errors.Add(keyPath, entry.Line, $"stands a second time, first on line {first}; keep one");
            }
        }

        return new ConfigNode.Mapping(entries, line);
    }

    // An alias lets a few lines stand for millions of nodes, and a tag asks for types that we do not have: no
    // configuration needs either.
    private void RejectReuse(string path)
    {
        switch (_events.Current)
        {
            case AnchorAlias alias:
                throw Fault(alias,
                    $"'{path}' uses the alias '*{alias.Value}'; aliases are not accepted, write the value out");
            case NodeEvent { Anchor.IsEmpty: false } anchored:
                throw Fault(anchored, $"'{path}' has the anchor '&{anchored.Anchor}'; anchors are not accepted");
            case NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } tagged:
                throw Fault(tagged, $"'{path}' has the tag '{tagged.Tag}'; tags are not accepted");
        }
    }

    private static void RequireLength(Scalar scalar)
    {
        if (scalar.Value.Length > TextLengthMax)
        {
            throw Fault(scalar, $"a text of {scalar.Value.Length} characters is longer than {TextLengthMax}");
        }
    }

    private static SemanticErrorException Fault(ParsingEvent at, string rule) => new(at.Start, at.End, rule);
}
