namespace Orchestrator.Daemon.Configuration;

/// <summary>A key of a section, with the line it stands on.</summary>
internal sealed record ConfigEntry(string Key, ConfigNode Value, int Line);
