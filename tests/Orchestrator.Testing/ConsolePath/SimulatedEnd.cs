namespace Orchestrator.Testing.ConsolePath;

/// <summary>One end of a simulated channel.</summary>
public sealed class SimulatedEnd
{
    private readonly SimulatedChannel _channel;
    private readonly List<byte> _inbox = [];

    internal SimulatedEnd(SimulatedChannel channel) => _channel = channel;

    /// <summary>Whether it sends nothing any more.</summary>
    public bool HasEnded { get; internal set; }

    /// <summary>Whether the other end sends nothing any more.</summary>
    public bool OtherHasEnded => _channel.Other(this).HasEnded;

    public bool IsCut => _channel.IsCut;

    /// <returns>False: the channel is cut, or this half has ended.</returns>
    public bool Send(ReadOnlySpan<byte> bytes) => _channel.Pass(this, bytes, isInput: false);

    /// <summary>Sends a message of the inputs channel, whose body is left out.</summary>
    /// <returns>False: the channel is cut, or this half has ended.</returns>
    public bool Send(KioskMessage message) => _channel.Pass(this, [(byte)message], IsPersons(message));

    /// <returns>At most so many of the bytes that have come, oldest first; they are there no longer.</returns>
    public byte[] Take(int count) => _channel.Take(this, count);

    /// <summary>Closes the half that this end sends on.</summary>
    public void EndSending() => _channel.EndHalf(this);

    internal void Put(ReadOnlySpan<byte> bytes) => _inbox.AddRange(bytes);

    internal byte[] Get(int count)
    {
        byte[] taken = [.. _inbox.Take(count)];
        _inbox.RemoveRange(0, taken.Length);
        return taken;
    }

    private static bool IsPersons(KioskMessage message) =>
        message is not (KioskMessage.AckSync or KioskMessage.Ack or KioskMessage.Pong or KioskMessage.KeyModifiers);
}
