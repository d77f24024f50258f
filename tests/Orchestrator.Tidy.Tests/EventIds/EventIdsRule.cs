using Microsoft.CodeAnalysis.CSharp.Syntax;
using Orchestrator.Tidy.Tests.Tree;

namespace Orchestrator.Tidy.Tests.EventIds;

/// <summary>
/// Responsible for log event ids: an operator's filter on one must mean one message, in every version.
/// </summary>
internal sealed class EventIdsRule : IRule
{
    private const int BlockSize = 1000;

    /// <summary>The first id of each project's block.</summary>
    private static readonly Dictionary<string, int> Blocks = new()
    {
        ["Orchestrator.Actors"] = 1000,
        ["Orchestrator.Journal"] = 2000,
        ["Orchestrator.Libvirt"] = 3000,
        ["Orchestrator.Relay"] = 4000,
        ["Orchestrator.Pool"] = 5000,
        ["Orchestrator.Daemon"] = 6000,
        ["Orchestrator.Coordination"] = 8000,
        ["Orchestrator.Cluster"] = 9000,
    };

    public IEnumerable<string> Check(SourceTree tree)
    {
        var first = new Dictionary<int, string>();
        foreach (var (file, attribute) in tree.CSharp.Where(file => file.IsSource).SelectMany(LogMessages))
        {
            if (IdOf(attribute) is not { } id)
            {
                yield return file.Violation(attribute, "a log message without a literal event id",
                    "ids are written down and never reused", "give it the next free id of its block");
            }
            else if (!Blocks.TryGetValue(file.Project, out var block))
            {
                yield return file.Violation(attribute, $"event id {id} in {file.Project}",
                    "each project that logs has a block of ids", "give it a block in this rule");
            }
            else if (id < block || id >= block + BlockSize)
            {
                yield return file.Violation(attribute, $"event id {id}",
                    $"{file.Project} has {block} to {block + BlockSize - 1}", "take the next free id of the block");
            }
            else if (!first.TryAdd(id, file.Path))
            {
                yield return file.Violation(attribute, $"event id {id} again (first in {first[id]})",
                    "an id means one message", "take the next free id of the block");
            }
        }
    }

    private static IEnumerable<(SourceFile File, AttributeSyntax Attribute)> LogMessages(SourceFile file) =>
        from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        select (file, attribute);

    private static int? IdOf(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var id = arguments.FirstOrDefault(argument => NameOf(argument) is "eventId" or "EventId")
            ?? arguments.FirstOrDefault(argument => NameOf(argument) is null);
        return id?.Expression is LiteralExpressionSyntax { Token.Value: int number } ? number : null;
    }

    private static string? NameOf(AttributeArgumentSyntax argument) =>
        (argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.Text;
}
