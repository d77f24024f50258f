using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Joining;

/// <summary>Messages of a join as frames.</summary>
internal static class JoinFrames
{
    /// <summary>What somebody without a certificate may announce: a request has some hundred bytes.</summary>
    public const int RequestBytesMax = 8 * 1024;

    /// <summary>The settings of a branch of sixteen pools fit many times.</summary>
    public const int AnswerBytesMax = 1024 * 1024;

    public static LinkFrames<JoinMessage> Requests { get; } = new(JoinJson.Default.JoinMessage, RequestBytesMax);

    public static LinkFrames<JoinMessage> Answers { get; } = new(JoinJson.Default.JoinMessage, AnswerBytesMax);
}
