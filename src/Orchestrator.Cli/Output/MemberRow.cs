using Orchestrator.Contracts;

namespace Orchestrator.Cli.Output;

/// <summary>
/// A node as a row: address, roles, status, `unreachable` or nothing, version, as Petabridge's pbm orders them; behind
/// them what only this product has.
/// </summary>
internal static class MemberRow
{
    public static IReadOnlyList<string> Heading { get; } =
        ["address", "roles", "status", "reachable", "version", "clean", "slots"];

    public static IReadOnlyList<string> Of(ClusterMember member) =>
    [
        $"pbm://{member.Node}{(member.Address is null ? "" : $"@{member.Address}")}",
        $"[{string.Join(',', member.Roles)}]",
        member.Status,
        member.IsReachable ? "" : "unreachable",
        Field.Of(member.Version),
        ByPool(member.CleanMachines),
        ByPool(member.PlannedSlots),
    ];

    private static string ByPool(IReadOnlyDictionary<string, int> numbers) => string.Join(
        ' ', numbers.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}:{one.Value}"));
}
