using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// Name of a node: 1 to 63 characters of <c>a-z 0-9 -</c>, beginning with a letter and not ending with a dash: one
/// label of a host name, so that a certificate can carry it, and safe as a part of a key.
/// </summary>
public readonly record struct NodeName
{
    public const int LengthMax = 63;

    private readonly string? _value;

    private NodeName(string value) => _value = value;

    /// <summary>What a name must be, to go on behind "must be" or "is not".</summary>
    public static string Rule { get; } =
        $"1 to {LengthMax} characters of a-z, 0-9 and '-', beginning with a letter and not ending with '-'";

    /// <summary>The order of names that breaks every tie: the same on each node, whatever its locale.</summary>
    public static IComparer<NodeName> Order { get; } =
        Comparer<NodeName>.Create((left, right) => string.CompareOrdinal(left.Value, right.Value));

    public string Value => _value ?? string.Empty;

    public static NodeName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"node name '{text}' must be {Rule}");

    public static bool TryParse([NotNullWhen(true)] string? text, out NodeName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > LengthMax || !char.IsAsciiLetterLower(text[0]) || text[^1] == '-')
        {
            return false;
        }

        if (text.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            return false;
        }

        name = new NodeName(text);
        return true;
    }

    public override string ToString() => Value;
}
