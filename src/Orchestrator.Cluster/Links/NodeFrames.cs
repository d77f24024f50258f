using System.Buffers.Binary;
using System.Text.Json;

namespace Orchestrator.Cluster.Links;

/// <summary>Messages of nodes as frames.</summary>
internal static class NodeFrames
{
    /// <summary>Bytes of one message: a greeting that names a thousand machines fits.</summary>
    public const int BytesMax = 256 * 1024;

    private const int LengthBytes = 4;

    /// <returns>The frame, length included.</returns>
    public static byte[] Encode(NodeMessage message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, NodeJson.Default.NodeMessage);
        var frame = new byte[LengthBytes + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, LengthBytes);
        return frame;
    }

    /// <returns>The next message, or null: the other side ended the link between two.</returns>
    /// <exception cref="IOException">The link broke, or what came is no message.</exception>
    public static async Task<NodeMessage?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[LengthBytes];
        var read = await stream.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        if (read == 0)
        {
            return null;
        }

        var bytes = read < LengthBytes ? 0 : BinaryPrimitives.ReadInt32BigEndian(length);
        if (bytes is <= 0 or > BytesMax)
        {
            throw new IOException($"a message of {bytes} bytes was announced; 1 to {BytesMax} are allowed");
        }

        var body = new byte[bytes];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, NodeJson.Default.NodeMessage)
                ?? throw new IOException("a message said nothing");
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException)
        {
            throw new IOException($"what came is no message of a node: {error.Message}", error);
        }
    }
}
