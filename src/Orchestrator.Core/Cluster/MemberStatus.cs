namespace Orchestrator.Core.Cluster;

/// <summary>
/// Where a member stands, in Akka's words. Whether it can be reached is no status: that is derived from the presence of
/// its lease and never stored, because nobody is there to store it when it matters.
/// </summary>
public enum MemberStatus
{
    /// <summary>Not part of the branch: never was, or left, or was downed and forgotten.</summary>
    Removed,

    /// <summary>Known, and not confirmed yet; holds no slots.</summary>
    Joining,

    /// <summary>Holds slots and takes claims.</summary>
    Up,

    /// <summary>Takes no new sessions; the running ones finish.</summary>
    Leaving,

    /// <summary>Has nothing left to finish and waits to be forgotten.</summary>
    Exiting,

    /// <summary>Given up by an operator: its slots are planned elsewhere; should it return, it wipes itself
    /// first.</summary>
    Down,
}
