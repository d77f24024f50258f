namespace Orchestrator.Core.Machines;

/// <summary>Why a machine may not be given to anybody any more.</summary>
public enum SoilReason
{
    /// <summary>The overlay or the domain could not be made.</summary>
    CloneFailed,

    /// <summary>It did not pass its readiness probe before the deadline.</summary>
    NotReady,

    /// <summary>Its operation was cut short by a restart of the daemon or of its actor; what is left of it is
    /// unknown.</summary>
    Interrupted,

    /// <summary>Its domain stopped, crashed or rebooted.</summary>
    Stopped,

    /// <summary>Its session ended after the console had been touched.</summary>
    SessionEnded,

    /// <summary>A client passed its console's authentication while nobody was offered it.</summary>
    Tampered,

    /// <summary>Its path could have been touched and nobody can prove that it was not.</summary>
    Unproven,

    /// <summary>It was offered and withdrawn more often than <see cref="Machine.OffersMax"/>.</summary>
    WornOut,

    /// <summary>An operator cleared the pool, or its slot is no longer configured.</summary>
    Cleared,
}
