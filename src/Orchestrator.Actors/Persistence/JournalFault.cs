namespace Orchestrator.Actors.Persistence;

/// <summary>Why a journal call failed.</summary>
public enum JournalFault
{
    /// <summary>The stream has other events than the writer believed: two writers, which is a defect.</summary>
    Conflict,

    /// <summary>The payload or the stream's name is over its limit.</summary>
    TooLarge,

    /// <summary>Too many writes are waiting.</summary>
    Overloaded,

    /// <summary>The file cannot be read or written.</summary>
    Unavailable,
}
