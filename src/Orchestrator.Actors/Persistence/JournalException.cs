namespace Orchestrator.Actors.Persistence;

/// <summary>A failure of the journal.</summary>
public sealed class JournalException(JournalFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public JournalFault Fault { get; } = fault;
}
