using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Cluster.Links;

/// <summary>Messages as frames: a length of 4 bytes, most significant first, and that many bytes of JSON.</summary>
/// <param name="type">How a message is JSON.</param>
/// <param name="bytesMax">Bytes of one message.</param>
internal sealed class LinkFrames<T>(JsonTypeInfo<T> type, int bytesMax)
    where T : class
{
    private const int LengthBytes = 4;

    /// <returns>The frame, length included.</returns>
    public byte[] Encode(T message)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[LengthBytes + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.Length);
        body.CopyTo(frame, LengthBytes);
        return frame;
    }

    /// <returns>The next message, or null: the other side ended the link between two.</returns>
    /// <exception cref="IOException">The link broke, or what came is no message.</exception>
    public async Task<T?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[LengthBytes];
        var read = await stream.ReadAtLeastAsync(length, LengthBytes, throwOnEndOfStream: false, cancellation)
            .ConfigureAwait(false);
        if (read == 0)
        {
            return null;
        }

        var bytes = read < LengthBytes ? 0 : BinaryPrimitives.ReadInt32BigEndian(length);
        if (bytes <= 0 || bytes > bytesMax)
        {
            throw new IOException($"a message of {bytes} bytes was announced; 1 to {bytesMax} are allowed");
        }

        var body = new byte[bytes];
        await stream.ReadExactlyAsync(body, cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new IOException("a message said nothing");
        }
        catch (Exception error) when (error is JsonException or FormatException or NotSupportedException)
        {
            throw new IOException($"what came is no message of a node: {error.Message}", error);
        }
    }
}
