namespace Orchestrator.Testing.ConsolePath;

/// <summary>One end of a channel: the kiosk's or the machine's.</summary>
public interface IChannelEnd : IDisposable
{
    /// <returns>False: the channel was cut before.</returns>
    Task<bool> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Waits for so many bytes; fewer fail the test.</summary>
    Task<byte[]> ReceiveAsync(int count);

    /// <summary>Waits for the end of what the other side sends.</summary>
    /// <returns>How it ended, and how many bytes came before.</returns>
    Task<(ChannelEnding Ending, int Bytes)> ReceiveEndAsync();

    /// <summary>Closes the half that this end sends on.</summary>
    void EndSending();
}
