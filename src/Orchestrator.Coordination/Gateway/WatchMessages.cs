using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

internal sealed record WatchRequest
{
    [JsonPropertyName("create_request")]
    public required WatchCreation Create { get; init; }
}

internal sealed record WatchCreation
{
    [JsonPropertyName("key")]
    public required byte[] Key { get; init; }

    [JsonPropertyName("range_end")]
    public byte[]? RangeEnd { get; init; }

    [JsonPropertyName("start_revision")]
    public required long StartRevision { get; init; }
}

internal sealed record WatchLine
{
    [JsonPropertyName("result")]
    public WatchReply? Message { get; init; }

    [JsonPropertyName("error")]
    public StreamError? Error { get; init; }
}

internal sealed record WatchReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    [JsonPropertyName("canceled")]
    public bool Canceled { get; init; }

    [JsonPropertyName("cancel_reason")]
    public string? CancelReason { get; init; }

    [JsonPropertyName("compact_revision")]
    public long CompactRevision { get; init; }

    [JsonPropertyName("events")]
    public IReadOnlyList<WatchChange> Events { get; set; } = [];
}

internal sealed record WatchChange
{
    /// <summary>Absent for a put.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("kv")]
    public KeyValueMessage? KeyValue { get; init; }
}
