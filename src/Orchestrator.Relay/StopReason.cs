namespace Orchestrator.Relay;

/// <summary>Why a relayed connection ended; the first reason is kept.</summary>
internal enum StopReason
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Both sides closed their half.</summary>
    Finished,

    /// <summary>The kiosk reset the connection or could not be reached.</summary>
    KioskFailed,

    /// <summary>The machine's SPICE server did not accept, or reset the connection.</summary>
    MachineFailed,

    /// <summary>The session was closed.</summary>
    Closed,

    /// <summary>The kiosk sent no link message in time.</summary>
    LinkOverdue,

    /// <summary>What the kiosk sent is not SPICE, or announces sizes out of range.</summary>
    BadLink,

    /// <summary>The inputs channel cannot be followed: input would go uncounted.</summary>
    BadInputs,
}
