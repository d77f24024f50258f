namespace Orchestrator.Core.Pools;

/// <summary>The rules of one pool on one node, validated.</summary>
/// <param name="Name">The pool.</param>
/// <param name="GoldenImage">Name of the libvirt domain that machines are cloned from.</param>
/// <param name="Size">Slots, each with one warm machine.</param>
public sealed record PoolSettings(PoolName Name, string GoldenImage, int Size)
{
    /// <summary>Whether a branch's plan gives the pool its size. Such a pool has none of its own, and learns its golden
    /// image before it has slots: the plan gives them only to who has shown that it has the image.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>Slots of one pool on one node: more machines than a branch's server bears.</summary>
    public const int SizeMax = 64;

    /// <summary>SPICE port of the first slot; the others follow it one by one. underVDI's
    /// srv_start_port_pool.</summary>
    public int FirstConsolePort { get; init; } = 5920;

    /// <summary>How often <c>RULE ADDED, CONNECT NOW</c> is written, once a second, before an offer lapses. underVDI's
    /// count_conn_tryes.</summary>
    public int ConnectAttempts { get; init; } = 10;

    /// <summary>A session without user input for this long ends.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A session ends this long after its console was connected, whatever happens; null: no limit.</summary>
    public TimeSpan? SessionLimit { get; init; }

    /// <summary>How long all console connections must be gone before the session ends: a client drops one channel early
    /// at its start.</summary>
    public TimeSpan DisconnectGrace { get; init; } = TimeSpan.FromSeconds(2);

    public RepeatedSignal OnRepeatedSignal { get; init; } = RepeatedSignal.Replace;

    public ReadinessProbe Readiness { get; init; } = ReadinessProbe.Agent;

    /// <summary>A machine that is not ready this long after its start is dirty and replaced.</summary>
    public TimeSpan ReadinessDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause between two readiness probes of one machine.</summary>
    public TimeSpan ReadinessInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A clone operation that takes longer is stuck.</summary>
    public TimeSpan CloneDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A delete operation that takes longer is stuck.</summary>
    public TimeSpan DeleteDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Listing all domains and overlays takes at most this long; after it the hypervisor counts as
    /// unreachable.</summary>
    public TimeSpan InventoryDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Measuring the host's memory takes at most this long; without it no machine is started.</summary>
    public TimeSpan MeasureDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory of the host that a machine's start must leave free: for QEMU's own need, some 100 MiB a machine,
    /// and for what machines in use take later.</summary>
    public long MemoryReserveBytes { get; init; } = 1L << 30;

    /// <summary>One try of the readiness probe that takes longer did not pass.</summary>
    public TimeSpan ProbeDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Checking and hashing the golden image takes at most this long; a large image on a slow disk needs
    /// minutes.</summary>
    public TimeSpan GoldenImageDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Machines of this pool that are cloned or starting at one time, at most. It begins with two; how many it
    /// is follows from their measured boot times (<see cref="StartPacing"/>).</summary>
    public int StartsInFlightMax { get; init; } = 8;

    /// <summary>Machines that may fail in a minute before the pool tries more slowly.</summary>
    public int FailedClonesPerMinuteMax { get; init; } = 12;

    /// <summary>Failures of one slot in a row before it is quarantined.</summary>
    public int FailuresInARowMax { get; init; } = 5;

    /// <summary>How long a quarantined slot rests before one machine is tried; twice as long each time that one fails
    /// too.</summary>
    public TimeSpan QuarantineRest { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest rest of a quarantined slot.</summary>
    public TimeSpan QuarantineRestMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Kiosks that may wait at one time; further ones are refused.</summary>
    public int QueueLengthMax { get; init; } = 64;

    /// <summary>How often the janitor compares what exists with what is owned.</summary>
    public TimeSpan JanitorInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Ended sessions that the journal keeps for the operator; older ones are forgotten.</summary>
    public int EndedSessionsKept { get; init; } = 200;
}
