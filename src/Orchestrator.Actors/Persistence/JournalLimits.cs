namespace Orchestrator.Actors.Persistence;

/// <summary>The journal's limits.</summary>
public static class JournalLimits
{
    /// <summary>
    /// Bytes of one event or snapshot: lifecycle events are some hundred bytes, so a larger one is a defect.
    /// </summary>
    public const int PayloadBytesMax = 256 * 1024;

    /// <summary>Characters of a stream's name.</summary>
    public const int StreamNameLengthMax = 128;

    /// <summary>Writes waiting for a commit at one time.</summary>
    public const int WritesInFlightMax = 16_384;
}
