using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

/// <summary>Unknown fields are ignored silently by etcd; each of these is sent to a real one by a test.</summary>
internal sealed record RangeRequest
{
    [JsonPropertyName("key")]
    public required byte[] Key { get; init; }

    [JsonPropertyName("range_end")]
    public byte[]? RangeEnd { get; init; }

    [JsonPropertyName("limit")]
    public long? Limit { get; init; }
}

internal sealed record RangeReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    /// <summary>Absent when there are none.</summary>
    [JsonPropertyName("kvs")]
    public IReadOnlyList<KeyValueMessage> KeyValues { get; set; } = [];

    [JsonPropertyName("more")]
    public bool More { get; init; }
}

internal sealed record KeyValueMessage
{
    [JsonPropertyName("key")]
    public byte[] Key { get; set; } = [];

    /// <summary>Absent when empty.</summary>
    [JsonPropertyName("value")]
    public byte[] Value { get; set; } = [];

    [JsonPropertyName("create_revision")]
    public long CreateRevision { get; init; }

    [JsonPropertyName("mod_revision")]
    public long ModRevision { get; init; }

    [JsonPropertyName("lease")]
    public long Lease { get; init; }
}

internal sealed record ReplyHeader
{
    [JsonPropertyName("cluster_id")]
    public ulong ClusterId { get; init; }

    [JsonPropertyName("revision")]
    public long Revision { get; init; }

    [JsonPropertyName("raft_term")]
    public ulong RaftTerm { get; init; }
}
