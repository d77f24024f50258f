namespace Orchestrator.Pool.Pools;

/// <summary>Topics in the order of urgency.</summary>
internal enum AlarmTopic
{
    /// <summary>The hypervisor cannot be reached.</summary>
    Hypervisor,

    /// <summary>The golden image may not be cloned.</summary>
    GoldenImage,

    /// <summary>Overlays cannot be written, or every slot meets the same fault.</summary>
    Storage,

    /// <summary>Slots rest after repeated failures.</summary>
    Quarantine,

    /// <summary>Something without an owner could not be deleted.</summary>
    Orphans,

    /// <summary>An operator cleared the pool without refilling it.</summary>
    Drained,
}
