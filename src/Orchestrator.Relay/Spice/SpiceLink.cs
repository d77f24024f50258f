using System.Buffers.Binary;

namespace Orchestrator.Relay.Spice;

/// <summary>
/// The link messages that open a SPICE channel (spice-protocol, <c>SpiceLinkHeader</c>, <c>SpiceLinkMess</c>,
/// <c>SpiceLinkReply</c>). All numbers are little-endian; offsets of capabilities count from the end of the header.
/// </summary>
internal static class SpiceLink
{
    public const int HeaderBytes = 16;

    /// <summary>
    /// A link message's fixed part: connection id, channel type and id, counts and offset of the capabilities.
    /// </summary>
    public const int MessageBytesMin = 18;

    /// <summary>spice-server's own limit.</summary>
    public const int MessageBytesMax = 4096;

    /// <summary>spice-server's own limit for each kind of capabilities.</summary>
    public const int CapabilitiesMax = 1024;

    public const byte MainChannel = 1;

    public const byte InputsChannel = 3;

    /// <summary>Common capability: the client names its authentication mechanism.</summary>
    public const uint AuthSelection = 1u << 0;

    /// <summary>Common capability: authentication by a ticket.</summary>
    public const uint AuthSpice = 1u << 1;

    /// <summary>Common capability: short message headers.</summary>
    public const uint MiniHeader = 1u << 3;

    private const uint VersionMajor = 2;
    private const int ReplyFixedBytes = 178;
    private const int PublicKeyBytes = 162;

    private static ReadOnlySpan<byte> Magic => "REDQ"u8;

    /// <summary>Main channel, no session yet, common capabilities AUTH_SELECTION, AUTH_SPICE and MINI_HEADER.</summary>
    public static ReadOnlyMemory<byte> ProbeMessage { get; } = MakeProbe();

    /// <summary>Reads a header.</summary>
    /// <returns>Bytes of the body that follows, or null when this is no link of version 2.</returns>
    public static int? ReadHeader(ReadOnlySpan<byte> header)
    {
        if (!header[..4].SequenceEqual(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != VersionMajor)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]);
        return size is >= MessageBytesMin and <= MessageBytesMax ? (int)size : null;
    }

    /// <summary>Reads a client's link message.</summary>
    /// <returns>
    /// The channel and the first word of its common capabilities, or null when counts or offsets are out of range.
    /// </returns>
    public static (byte Channel, uint CommonCapabilities)? ReadMessage(ReadOnlySpan<byte> body)
    {
        var commons = BinaryPrimitives.ReadUInt32LittleEndian(body[6..]);
        var channels = BinaryPrimitives.ReadUInt32LittleEndian(body[10..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(body[14..]);
        return ReadCapabilities(body, commons, channels, offset, MessageBytesMin) is { } capabilities
            ? (body[4], capabilities)
            : null;
    }

    /// <summary>Reads a server's link reply.</summary>
    /// <returns>
    /// Its error (0: none) and the first word of its common capabilities, or null when it is malformed.
    /// </returns>
    public static (uint Error, uint CommonCapabilities)? ReadReply(ReadOnlySpan<byte> body)
    {
        if (body.Length < ReplyFixedBytes)
        {
            return null;
        }

        var counts = body[(4 + PublicKeyBytes)..];
        var commons = BinaryPrimitives.ReadUInt32LittleEndian(counts);
        var channels = BinaryPrimitives.ReadUInt32LittleEndian(counts[4..]);
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(counts[8..]);
        var error = BinaryPrimitives.ReadUInt32LittleEndian(body);

        // An error reply carries zeroes for everything behind the error.
        return error != 0 ? (error, 0u)
            : ReadCapabilities(body, commons, channels, offset, ReplyFixedBytes) is { } capabilities
                ? (0u, capabilities)
                : null;
    }

    private static uint? ReadCapabilities(
        ReadOnlySpan<byte> body, uint commons, uint channels, uint offset, int offsetMin)
    {
        if (commons > CapabilitiesMax || channels > CapabilitiesMax)
        {
            return null;
        }

        if (commons + channels == 0)
        {
            return 0;
        }

        // Counts are bounded above, so this cannot overflow.
        var end = offset + ((long)(commons + channels) * sizeof(uint));
        if (offset < offsetMin || end > body.Length)
        {
            return null;
        }

        return commons == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(body[(int)offset..]);
    }

    private static byte[] MakeProbe()
    {
        var message = new byte[HeaderBytes + MessageBytesMin + sizeof(uint)];
        Magic.CopyTo(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(4), VersionMajor);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(12), MessageBytesMin + sizeof(uint));
        message[HeaderBytes + 4] = MainChannel;
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(HeaderBytes + 6), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(HeaderBytes + 14), MessageBytesMin);
        BinaryPrimitives.WriteUInt32LittleEndian(
            message.AsSpan(HeaderBytes + MessageBytesMin), AuthSelection | AuthSpice | MiniHeader);
        return message;
    }
}
