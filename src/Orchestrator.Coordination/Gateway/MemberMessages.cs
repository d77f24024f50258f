using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

internal sealed record MemberListRequest;

internal sealed record MemberRequest
{
    [JsonPropertyName("ID")]
    public required ulong Id { get; init; }
}

internal sealed record MemberAddRequest
{
    [JsonPropertyName("peerURLs")]
    public required IReadOnlyList<string> PeerUrls { get; init; }

    [JsonPropertyName("isLearner")]
    public required bool IsLearner { get; init; }
}

internal sealed record MemberMessage
{
    [JsonPropertyName("ID")]
    public ulong Id { get; init; }

    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("peerURLs")]
    public IReadOnlyList<string> PeerUrls { get; set; } = [];

    [JsonPropertyName("clientURLs")]
    public IReadOnlyList<string> ClientUrls { get; set; } = [];

    [JsonPropertyName("isLearner")]
    public bool IsLearner { get; init; }
}

internal sealed record MembersReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    [JsonPropertyName("members")]
    public IReadOnlyList<MemberMessage> Members { get; set; } = [];
}

internal sealed record MemberAddReply
{
    [JsonPropertyName("header")]
    public ReplyHeader? Header { get; init; }

    [JsonPropertyName("member")]
    public MemberMessage? Member { get; init; }
}
