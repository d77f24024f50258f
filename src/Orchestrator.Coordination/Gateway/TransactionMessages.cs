using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

internal sealed record TransactionRequest
{
    [JsonPropertyName("compare")]
    public required IReadOnlyList<CompareMessage> Compare { get; init; }

    [JsonPropertyName("success")]
    public required IReadOnlyList<OperationMessage> Success { get; init; }

    [JsonPropertyName("failure")]
    public required IReadOnlyList<OperationMessage> Failure { get; init; }
}

/// <summary>Made by <see cref="TransactionBody"/> only: target and field must match.</summary>
internal sealed record CompareMessage
{
    [JsonPropertyName("key")]
    public required byte[] Key { get; init; }

    [JsonPropertyName("result")]
    public required string Result { get; init; }

    [JsonPropertyName("target")]
    public required string Target { get; init; }

    [JsonPropertyName("create_revision")]
    public long? CreateRevision { get; init; }

    [JsonPropertyName("mod_revision")]
    public long? ModRevision { get; init; }
}

internal sealed record OperationMessage
{
    [JsonPropertyName("request_put")]
    public PutMessage? Put { get; init; }

    [JsonPropertyName("request_delete_range")]
    public RangeRequest? Delete { get; init; }

    [JsonPropertyName("request_range")]
    public RangeRequest? Range { get; init; }
}

internal sealed record PutMessage
{
    [JsonPropertyName("key")]
    public required byte[] Key { get; init; }

    [JsonPropertyName("value")]
    public required byte[] Value { get; init; }

    [JsonPropertyName("lease")]
    public long Lease { get; init; }
}

internal sealed record TransactionReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    /// <summary>Absent when the conditions did not hold.</summary>
    [JsonPropertyName("succeeded")]
    public bool Succeeded { get; init; }

    [JsonPropertyName("responses")]
    public IReadOnlyList<OperationReply> Responses { get; set; } = [];
}

internal sealed record OperationReply
{
    [JsonPropertyName("response_range")]
    public RangeReply? Range { get; init; }
}
