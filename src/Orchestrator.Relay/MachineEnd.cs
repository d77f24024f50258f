namespace Orchestrator.Relay;

/// <summary>The machine's end of a relayed connection, on this server or behind a link to another node.</summary>
internal abstract class MachineEnd : IDisposable
{
    /// <summary>Connects; whatever else is done before it fails.</summary>
    public abstract Task ConnectAsync(CancellationToken cancellation);

    /// <returns>Bytes read; 0: the machine has ended its half.</returns>
    public abstract ValueTask<int> ReadAsync(Memory<byte> target);

    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends the kiosk's half; the machine's goes on.</summary>
    public abstract ValueTask EndWritingAsync();

    /// <summary>Cuts at once; every use of it fails from here on.</summary>
    public abstract void Cut();

    public abstract void Dispose();
}
