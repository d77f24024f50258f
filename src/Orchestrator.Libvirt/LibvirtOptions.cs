using Orchestrator.Libvirt.Calls;

namespace Orchestrator.Libvirt;

/// <summary>How to reach libvirt, and the limits of that.</summary>
public sealed record LibvirtOptions
{
    public string Uri { get; init; } = "qemu:///system";

    /// <summary>Name of the storage pool that holds the overlays.</summary>
    public string StoragePool { get; init; } = "pbm-overlays";

    /// <summary>
    /// Calls at one time. libvirtd serves five requests of a client at once by default (max_client_requests); one
    /// place is left for the sign of life. At least 2: the last one is kept free of clones and pings, for deletions.
    /// </summary>
    public int CallsInFlightMax { get; init; } = 4;

    /// <summary>Calls that may wait for a place.</summary>
    public int CallsWaitingMax { get; init; } = 256;

    /// <summary>How long a call of each kind may take.</summary>
    public CallDeadlines CallDeadlines { get; init; } = new();

    /// <summary>A call that takes longer holds its thread no more: the thread is written off and the connection
    /// replaced.</summary>
    public TimeSpan CallStuckAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Threads that may be written off at one time: each holds its stack. Beyond these a stuck call keeps its
    /// place, and when all places are kept so, calls fail at once.</summary>
    public int ThreadsWrittenOffMax { get; init; } = 16;

    /// <summary>Overdue calls after which libvirt is degraded.</summary>
    public int DegradedAfterOverdue { get; init; } = 2;

    /// <summary>Slow calls after which libvirt is degraded.</summary>
    public int DegradedAfterSlow { get; init; } = 5;

    /// <summary>Normal calls in a row after which the slow ones of their kind are forgotten.</summary>
    public int RecoveredAfterNormal { get; init; } = 10;

    /// <summary>Time without a slow call of its kind after which the slow ones are forgotten, if the last was
    /// normal: a small pool does not clone ten times in five minutes.</summary>
    public TimeSpan RecoveredAfterNormalQuiet { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time without a slow call of its kind after which the slow ones are forgotten.</summary>
    public TimeSpan RecoveredAfterQuiet { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long opening a connection may take, the registration of events included.</summary>
    public TimeSpan ConnectDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Openings that hang at one time; beyond these no further one is tried until one ends.</summary>
    public int OpeningsGivenUpMax { get; init; } = 4;

    /// <summary>Connections given up that are not closed, because calls that never returned are in them: each holds a
    /// socket and the threads of its calls. At this number no further one is opened, and none that lives is given
    /// up.</summary>
    public int ConnectionsUnclosedMax { get; init; } = 8;

    /// <summary>Seconds between two questions for a sign of life.</summary>
    public int KeepAliveSeconds { get; init; } = 5;

    /// <summary>A question that is not answered within so many times that interval has lost the
    /// connection.</summary>
    public int KeepAlivesMissedMax { get; init; } = 5;

    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Half of the second within which a libvirtd that is back has to be in use; a try against an absent one
    /// costs a failed connect on a local socket.</summary>
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long <c>qemu-img</c> may work on the golden disk.</summary>
    public TimeSpan DiskCheckDeadline { get; init; } = TimeSpan.FromMinutes(5);
}
