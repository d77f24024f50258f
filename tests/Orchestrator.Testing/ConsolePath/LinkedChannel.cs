namespace Orchestrator.Testing.ConsolePath;

/// <summary>A channel after the whole handshake: what one end sends now, the other one gets.</summary>
public sealed record LinkedChannel(IChannelEnd Kiosk, IChannelEnd Machine) : IDisposable
{
    public void Dispose()
    {
        Kiosk.Dispose();
        Machine.Dispose();
    }
}
