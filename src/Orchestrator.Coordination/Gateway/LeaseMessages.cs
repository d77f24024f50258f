using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

internal sealed record GrantRequest
{
    [JsonPropertyName("TTL")]
    public required long Seconds { get; init; }
}

internal sealed record LeaseRequest
{
    [JsonPropertyName("ID")]
    public required long Id { get; init; }
}

internal sealed record LeaseReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    [JsonPropertyName("ID")]
    public long Id { get; init; }

    /// <summary>Absent when the lease is gone, with HTTP 200 all the same.</summary>
    [JsonPropertyName("TTL")]
    public long Seconds { get; init; }
}

/// <summary>A keepalive is answered as a stream of one message.</summary>
internal sealed record KeepAliveReply
{
    [JsonPropertyName("result")]
    public LeaseReply? Message { get; init; }

    [JsonPropertyName("error")]
    public StreamError? Error { get; init; }
}
