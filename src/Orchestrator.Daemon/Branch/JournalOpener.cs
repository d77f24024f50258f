using Orchestrator.Actors.Persistence;

namespace Orchestrator.Daemon.Branch;

/// <summary>Opens the journal in a file.</summary>
/// <exception cref="JournalException">It cannot be opened; the message says what to do.</exception>
internal delegate IJournal JournalOpener(string path);
