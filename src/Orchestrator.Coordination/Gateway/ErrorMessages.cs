using System.Text.Json.Serialization;

namespace Orchestrator.Coordination.Gateway;

internal sealed record CallError
{
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("code")]
    public int Code { get; init; }
}

internal sealed record StreamError
{
    [JsonPropertyName("grpc_code")]
    public int Code { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
