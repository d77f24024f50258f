using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

/// <summary>The gateway writes 64-bit numbers as strings and leaves zero values out.</summary>
/// <remarks>What may be absent and must not be null is a member with <c>set</c>: to one with <c>init</c> the generated
/// reader gives the default of its type, whatever its initializer says.</remarks>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RangeRequest))]
[JsonSerializable(typeof(RangeReply))]
[JsonSerializable(typeof(TransactionRequest))]
[JsonSerializable(typeof(TransactionReply))]
[JsonSerializable(typeof(GrantRequest))]
[JsonSerializable(typeof(LeaseRequest))]
[JsonSerializable(typeof(LeaseReply))]
[JsonSerializable(typeof(KeepAliveReply))]
[JsonSerializable(typeof(WatchRequest))]
[JsonSerializable(typeof(WatchLine))]
[JsonSerializable(typeof(MemberListRequest))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(MemberAddRequest))]
[JsonSerializable(typeof(MembersReply))]
[JsonSerializable(typeof(MemberAddReply))]
[JsonSerializable(typeof(CallError))]
internal sealed partial class GatewayJson : JsonSerializerContext;
