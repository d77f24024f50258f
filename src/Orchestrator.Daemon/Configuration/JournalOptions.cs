namespace Orchestrator.Daemon.Configuration;

/// <param name="Path">Absolute path of the journal's file; its directory must exist.</param>
internal sealed record JournalOptions(string Path);
