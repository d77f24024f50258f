using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Records;

/// <summary>What stands in the store. Members that are unknown are passed over: nodes of the next version write
/// them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MemberRecord))]
[JsonSerializable(typeof(NodeRecord))]
[JsonSerializable(typeof(PoolRecord))]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(OwnerRecord))]
[JsonSerializable(typeof(TokenRecord))]
[JsonSerializable(typeof(RevokedRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
