using System.Buffers.Binary;

namespace Orchestrator.Relay.Spice;

/// <summary>
/// Follows what a client sends on the inputs channel after its link message, and counts what a person did. It sees each
/// byte once, keeps at most one header, and changes nothing.
/// </summary>
/// <param name="clientCapabilities">Common capabilities of the client's link message.</param>
/// <param name="reply">Knows the server's capabilities by the time the client goes on.</param>
internal sealed class InputsReader(uint clientCapabilities, LinkReplyReader reply)
{
    /// <summary>
    /// Largest message that this channel can carry: its own are below 20 bytes, a migration's data some kilobytes. More
    /// is no SPICE any more.
    /// </summary>
    public const uint MessageBytesMax = 64 * 1024;

    private const int MechanismBytes = 4;
    private const uint SpiceTicket = 1;
    private const int TicketBytes = 128;
    private const int MiniHeaderBytes = 6;
    private const int FullHeaderBytes = 18;

    private readonly byte[] _header = new byte[FullHeaderBytes];
    private Part _part = (clientCapabilities & SpiceLink.AuthSelection) != 0 ? Part.Mechanism : Part.Ticket;
    private int _filled;
    private uint _skip;

    private enum Part
    {
        Mechanism,
        Ticket,
        Header,
        Body,
        Lost,
    }

    /// <summary>
    /// Whether the stream cannot be followed: another authentication, or a message over <see cref="MessageBytesMax"/>.
    /// </summary>
    public bool IsLost => _part == Part.Lost;

    /// <returns>Messages among these bytes that a person caused.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        var inputs = 0;
        while (bytes.Length > 0 && _part != Part.Lost)
        {
            switch (_part)
            {
                case Part.Mechanism:
                    bytes = Fill(bytes, MechanismBytes);
                    OnMechanism();
                    break;
                case Part.Header:
                    var size = UsesMiniHeader ? MiniHeaderBytes : FullHeaderBytes;
                    bytes = Fill(bytes, size);
                    inputs += _filled == size ? OnHeader() : 0;
                    break;
                default:
                    bytes = Skip(bytes);
                    break;
            }
        }

        return inputs;
    }

    private bool UsesMiniHeader => (clientCapabilities & reply.CommonCapabilities & SpiceLink.MiniHeader) != 0;

    /// <summary>
    /// Keys (101, 102, 104) and the mouse (111 to 114); not modifiers (103), which a client repeats by itself, nor
    /// acknowledgements.
    /// </summary>
    private static bool IsPersons(uint type) => type is 101 or 102 or 104 or (>= 111 and <= 114);

    private void OnMechanism()
    {
        if (_filled < MechanismBytes)
        {
            return;
        }

        _filled = 0;
        _part = BinaryPrimitives.ReadUInt32LittleEndian(_header) == SpiceTicket ? Part.Ticket : Part.Lost;
    }

    private int OnHeader()
    {
        var at = UsesMiniHeader ? 0 : sizeof(ulong);
        var type = BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(at));
        _skip = BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(at + sizeof(ushort)));
        _filled = 0;
        _part = _skip > MessageBytesMax ? Part.Lost : _skip == 0 ? Part.Header : Part.Body;
        return IsPersons(type) ? 1 : 0;
    }

    private ReadOnlySpan<byte> Fill(ReadOnlySpan<byte> bytes, int size)
    {
        var take = Math.Min(size - _filled, bytes.Length);
        bytes[..take].CopyTo(_header.AsSpan(_filled));
        _filled += take;
        return bytes[take..];
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        if (_part == Part.Ticket && _skip == 0)
        {
            _skip = TicketBytes;
        }

        var take = (int)Math.Min(_skip, (uint)bytes.Length);
        _skip -= (uint)take;
        _part = _skip == 0 ? Part.Header : _part;
        return bytes[take..];
    }
}
