namespace Orchestrator.Integration.Tests.Crash;

/// <summary>Where a kill stands beside the append of an event.</summary>
public enum CrashMoment
{
    /// <summary>What led to the event has happened; the journal does not know.</summary>
    Before,

    /// <summary>The journal knows; nothing that follows from it has happened.</summary>
    After,
}
