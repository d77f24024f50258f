namespace Orchestrator.Drivers.ConsolePath;

/// <summary>How a way was when it was closed.</summary>
/// <param name="Touched">Whether any connection was ever admitted.</param>
/// <param name="ConnectionsCut">Connections that were open and are cut now.</param>
public readonly record struct ConsoleClosing(bool Touched, int ConnectionsCut);
