using Orchestrator.Contracts;

namespace Orchestrator.Cli.Output;

/// <summary>A server's part of a region as a row: its row as a member, the mark of the coordinator, and the counts, as
/// Petabridge's pbm orders them.</summary>
internal static class RegionRow
{
    /// <summary>Columns of a member that the original has; what only this product has says nothing here.</summary>
    private const int MemberColumns = 5;

    public static IReadOnlyList<string> Heading { get; } =
        [.. MemberRow.Heading.Take(MemberColumns), "shards", "entities"];

    public static IReadOnlyList<string> Of(RegionNode node)
    {
        var member = MemberRow.Of(node.Member).Take(MemberColumns).ToList();
        member[^1] += node.IsCoordinator ? " [coordinator]" : "";
        return
        [
            .. member,
            $"shards: {Field.Of(node.Shards)}",
            $"entities: {(node.Entities is null ? "unknown" : Field.Of(node.Entities))}",
        ];
    }
}
