namespace Orchestrator.Core.Alarms;

/// <summary>
/// What an alarm is about; a pool has at most one alarm of each. In the order of urgency. The names stand in the
/// journal and, as words, in the API and on the signal port: they stay.
/// </summary>
public enum AlarmId
{
    /// <summary>The hypervisor cannot be reached.</summary>
    HypervisorUnreachable,

    /// <summary>The golden image may not be cloned.</summary>
    GoldenImage,

    /// <summary>Overlays cannot be written.</summary>
    Storage,

    /// <summary>The host has no memory for another machine.</summary>
    HostMemory,

    /// <summary>So many machines fail that they are tried more slowly.</summary>
    CloneFailures,

    /// <summary>Slots rest after repeated failures.</summary>
    Quarantine,

    /// <summary>Something without an owner could not be deleted.</summary>
    Orphans,

    /// <summary>The hypervisor's calls are slow time after time.</summary>
    HypervisorSlow,

    /// <summary>An operator cleared the pool without refilling it.</summary>
    Drained,
}
