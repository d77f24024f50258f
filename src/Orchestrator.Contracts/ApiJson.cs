using System.Text.Json.Serialization;

namespace Orchestrator.Contracts;

/// <summary>
/// How version 1 of the API is written in JSON. A member that the reader does not know is an error: client and server
/// of one version have the same members.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<PoolStatus>))]
[JsonSerializable(typeof(IReadOnlyList<SlotStatus>))]
[JsonSerializable(typeof(IReadOnlyList<SessionStatus>))]
[JsonSerializable(typeof(IReadOnlyList<AlarmStatus>))]
[JsonSerializable(typeof(IReadOnlyList<AuditEntry>))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(ClusterStatus))]
[JsonSerializable(typeof(ClusterMember))]
[JsonSerializable(typeof(ClusterEvent))]
[JsonSerializable(typeof(IReadOnlyList<JoinTokenStatus>))]
[JsonSerializable(typeof(JoinTokenCreated))]
[JsonSerializable(typeof(ActorTree))]
[JsonSerializable(typeof(OrderDone))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RegionStats))]
[JsonSerializable(typeof(OperatorCertificate))]
[JsonSerializable(typeof(IReadOnlyList<OperatorCertificate>))]
[JsonSerializable(typeof(IReadOnlyList<OperatorRevocation>))]
public sealed partial class ApiJson : JsonSerializerContext;
