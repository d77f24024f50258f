using System.Text.Json.Serialization;

namespace Orchestrator.Cluster.Joining;

/// <summary>Everything that is said when a server joins, and how.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(JoinMessage))]
[JsonSerializable(typeof(JoinAccepted))]
public sealed partial class JoinJson : JsonSerializerContext;
