using System.Text.Json.Serialization;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Integration.Tests.Crash;

/// <summary>Every kind of event that the product journals, from what its journal can write: nothing that is added there
/// can be forgotten here.</summary>
internal static class JournaledEvents
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(JournalJson).GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!)
            .Where(type => IsEvent(type.BaseType))
            .Select(type => type.Name)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Beside events the journal holds snapshots of states.</summary>
    private static bool IsEvent(Type? family) =>
        family is { IsAbstract: true } && family.Name.EndsWith("Event", StringComparison.Ordinal);
}
