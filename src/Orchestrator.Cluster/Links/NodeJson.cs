using System.Text.Json.Serialization;
using Orchestrator.Pool.Persistence;

namespace Orchestrator.Cluster.Links;

/// <summary>Everything that nodes say to each other, and how.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    Converters =
    [
        typeof(PoolNameConverter), typeof(SessionIdConverter), typeof(KioskAddressConverter),
        typeof(MachineNameConverter),
    ])]
[JsonSerializable(typeof(NodeMessage))]
internal sealed partial class NodeJson : JsonSerializerContext;
