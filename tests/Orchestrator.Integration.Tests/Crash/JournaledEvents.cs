using Orchestrator.Core;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>Every kind of event that the product journals, from the product's own types: nothing that is added to them
/// can be forgotten here.</summary>
internal static class JournaledEvents
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(Decision<>).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && IsEvent(type.BaseType))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsEvent(Type? family) =>
        family is { IsAbstract: true } && family.Name.EndsWith("Event", StringComparison.Ordinal);
}
