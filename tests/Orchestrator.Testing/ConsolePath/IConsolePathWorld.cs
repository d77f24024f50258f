using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Testing.Time;

namespace Orchestrator.Testing.ConsolePath;

/// <summary>A console path, the kiosks before it and the machines behind it.</summary>
public interface IConsolePathWorld : IAsyncDisposable
{
    IConsolePath ConsolePath { get; }

    /// <summary>The console path's clock.</summary>
    ManualTimeProvider Time { get; }

    /// <summary>A kiosk that never was.</summary>
    KioskAddress NextKiosk();

    /// <summary>A machine whose console waits for connections.</summary>
    IConsoleMachine NextMachine();

    /// <summary>A kiosk connects and says which channel it wants. Nothing waits for the machine.</summary>
    Task<IChannelEnd> CallAsync(KioskAddress kiosk);

    /// <summary>A kiosk connects and the machine answers: the whole handshake.</summary>
    Task<LinkedChannel> LinkAsync(KioskAddress kiosk, IConsoleMachine machine, ConsoleChannel channel);

    /// <summary>The kiosk sends a message on a linked inputs channel. Returns when the machine has it.</summary>
    Task PassAsync(LinkedChannel inputs, KioskMessage message);
}
