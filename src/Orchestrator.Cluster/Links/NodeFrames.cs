namespace Orchestrator.Cluster.Links;

/// <summary>Messages of nodes as frames.</summary>
internal static class NodeFrames
{
    /// <summary>Bytes of one message: a greeting that names a thousand machines fits.</summary>
    public const int BytesMax = 256 * 1024;

    private static readonly LinkFrames<NodeMessage> Frames = new(NodeJson.Default.NodeMessage, BytesMax);

    /// <inheritdoc cref="LinkFrames{T}.Encode"/>
    public static byte[] Encode(NodeMessage message) => Frames.Encode(message);

    /// <inheritdoc cref="LinkFrames{T}.ReadAsync"/>
    public static Task<NodeMessage?> ReadAsync(Stream stream, CancellationToken cancellation) =>
        Frames.ReadAsync(stream, cancellation);
}
