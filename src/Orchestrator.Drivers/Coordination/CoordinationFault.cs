namespace Orchestrator.Drivers.Coordination;

/// <summary>Why a call of the coordination failed.</summary>
public enum CoordinationFault
{
    /// <summary>A failure of the store that no other member names; its own words are in the message.</summary>
    Failed,

    /// <summary>No endpoint of the store answers. Nothing was written.</summary>
    Unreachable,

    /// <summary>The store has no quorum. A write may still become true; look before repeating it.</summary>
    NoQuorum,

    /// <summary>No answer in time. A write may have become true; look before repeating it.</summary>
    Overdue,

    /// <summary>The writer is no longer who it was: its lease, its election or its ownership is over. Nothing was
    /// written.</summary>
    Fenced,

    /// <summary>Somebody else has changed what was to be changed. Nothing was written.</summary>
    Conflict,

    /// <summary>Another server lives under this node's name.</summary>
    NameTaken,

    /// <summary>A record or a request is larger than the store takes, or the store holds more than is read.</summary>
    TooLarge,

    /// <summary>The store's disk quota is used up; it takes no writes until an operator makes room.</summary>
    StorageFull,

    /// <summary>The store does not accept this node's certificate or rights.</summary>
    Denied,

    /// <summary>The endpoint belongs to another cluster than before.</summary>
    ForeignCluster,
}
