namespace Orchestrator.Pool.Sessions;

/// <summary>The open TCP connection of a kiosk that signalled: text lines to the kiosk, nothing from it.</summary>
public interface ISignalLine
{
    /// <summary>Cancelled once the kiosk is known to be gone: a reset or an unanswered write, not a mere end of its
    /// input.</summary>
    CancellationToken HungUp { get; }

    /// <summary>Writes one line. Never blocks: a line that the kiosk does not read is dropped, and a kiosk that reads
    /// nothing for long is hung up.</summary>
    void Send(string line);

    /// <summary>Closes after what was sent has been flushed. Repeating it is harmless.</summary>
    void Close();
}
