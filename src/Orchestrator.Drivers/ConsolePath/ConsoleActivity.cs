namespace Orchestrator.Drivers.ConsolePath;

/// <summary>The use of an open way.</summary>
/// <param name="OpenConnections">Connections open now.</param>
/// <param name="LastInput">When the user last pressed a key, moved or clicked; null: not yet.</param>
/// <param name="BytesToMachine">Bytes that passed from the kiosk.</param>
/// <param name="BytesToKiosk">Bytes that passed to the kiosk.</param>
public sealed record ConsoleActivity(
    int OpenConnections, DateTimeOffset? LastInput, long BytesToMachine, long BytesToKiosk);
