namespace Orchestrator.Relay.Spice;

/// <summary>
/// Follows what the server sends on the inputs channel until its link reply is known; after that it looks at nothing.
/// </summary>
internal sealed class LinkReplyReader
{
    private readonly byte[] _buffer = new byte[SpiceLink.HeaderBytes + SpiceLink.MessageBytesMax];
    private int _filled;
    private volatile int _commonCapabilities;

    /// <summary>Whether nothing more has to be read.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// The server's common capabilities; 0 until the reply was seen. A client answers only after it has it, so this is
    /// always earlier.
    /// </summary>
    public uint CommonCapabilities => (uint)_commonCapabilities;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!IsDone && bytes.Length > 0)
        {
            var target = SpiceLink.HeaderBytes;
            if (_filled >= SpiceLink.HeaderBytes)
            {
                if (SpiceLink.ReadHeader(_buffer) is not { } size)
                {
                    IsDone = true;
                    return;
                }

                target += size;
            }

            var take = Math.Min(target - _filled, bytes.Length);
            bytes[..take].CopyTo(_buffer.AsSpan(_filled));
            bytes = bytes[take..];
            _filled += take;
            if (_filled == target && target > SpiceLink.HeaderBytes)
            {
                var reply = SpiceLink.ReadReply(_buffer.AsSpan(SpiceLink.HeaderBytes..target));
                _commonCapabilities = (int)(reply?.CommonCapabilities ?? 0);
                IsDone = true;
            }
        }
    }
}
