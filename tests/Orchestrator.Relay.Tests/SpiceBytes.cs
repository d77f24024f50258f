using System.Buffers.Binary;
using Orchestrator.Testing.ConsolePath;

namespace Orchestrator.Relay.Tests;

/// <summary>SPICE as it is on the wire, written down apart from the product's code.</summary>
internal static class SpiceBytes
{
    /// <summary>AUTH_SELECTION, AUTH_SPICE and MINI_HEADER, what remote-viewer and QEMU say.</summary>
    public const uint UsualCapabilities = 0x0B;

    private const int KeyBytes = 162;
    private const int TicketBytes = 128;

    /// <summary>The link message of a main channel, as remote-viewer sends it.</summary>
    public static byte[] MainLink { get; } = Convert.FromHexString(
        "524544510200000002000000" + "1a000000" + "00000000" + "0100" + "01000000" + "01000000" + "12000000"
            + "0b000000" + "0f000000");

    /// <summary>The link message of an inputs channel of session 0xE7F0F114.</summary>
    public static byte[] InputsLink { get; } = Convert.FromHexString(
        "524544510200000002000000" + "16000000" + "14f1f0e7" + "0300" + "01000000" + "00000000" + "12000000"
            + "0b000000");

    /// <summary>A server's link reply with the usual capabilities.</summary>
    public static byte[] Reply { get; } = LinkReply(error: 0, UsualCapabilities);

    /// <summary>
    /// The choice of the ticket as mechanism, and a ticket. Only the server can tell whether it is good.
    /// </summary>
    public static byte[] Ticket { get; } =
        [1, 0, 0, 0, .. Enumerable.Range(0, TicketBytes).Select(i => (byte)i)];

    public static byte[] Link(ConsoleChannel channel) =>
        Link(channel == ConsoleChannel.Inputs ? (byte)3 : (byte)2, UsualCapabilities);

    public static byte[] Link(byte channel, uint capabilities) =>
        [.. Header(22), .. U32(1), channel, 0, .. U32(1), .. U32(0), .. U32(18), .. U32(capabilities)];

    public static byte[] Header(uint size, string magic = "REDQ", uint major = 2) =>
        [.. System.Text.Encoding.ASCII.GetBytes(magic), .. U32(major), .. U32(2), .. U32(size)];

    public static byte[] LinkReply(uint error, uint capabilities) =>
    [
        .. Header(182), .. U32(error), .. new byte[KeyBytes], .. U32(1), .. U32(0), .. U32(178), .. U32(capabilities),
    ];

    /// <summary>A message with the short header.</summary>
    public static byte[] Mini(KioskMessage message) =>
        [.. MiniHeader((ushort)message, Size(message)), .. Body(message)];

    /// <summary>A message with the header of 18 bytes.</summary>
    public static byte[] Full(KioskMessage message) =>
        [.. FullHeader((ushort)message, Size(message)), .. Body(message)];

    public static byte[] MiniHeader(ushort type, uint size) => [.. U16(type), .. U32(size)];

    public static byte[] FullHeader(ushort type, uint size) =>
        [.. U32(0x65656565), .. U32(0x65656565), .. U16(type), .. U32(size), .. U32(0x65656565)];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>Bodies are full of bytes that would count, if they were taken for a header.</summary>
    private static byte[] Body(KioskMessage message) =>
        [.. Enumerable.Repeat((byte)KioskMessage.KeyDown, (int)Size(message))];

    private static uint Size(KioskMessage message) => message switch
    {
        KioskMessage.AckSync => 4,
        KioskMessage.Ack => 0,
        KioskMessage.Pong => 12,
        KioskMessage.KeyModifiers => 2,
        KioskMessage.KeyScancode => 3,
        KioskMessage.MouseMotion => 10,
        KioskMessage.MousePosition => 11,
        KioskMessage.MousePress or KioskMessage.MouseRelease => 3,
        _ => 4,
    };

    private static byte[] U16(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }
}
