namespace Orchestrator.Libvirt;

/// <summary>How to reach libvirt, and the limits of that.</summary>
public sealed record LibvirtOptions
{
    public string Uri { get; init; } = "qemu:///system";

    /// <summary>Name of the storage pool that holds the overlays.</summary>
    public string StoragePool { get; init; } = "pbm-overlays";

    /// <summary>
    /// Calls at one time. libvirtd serves five requests of a client at once by default (max_client_requests); one
    /// place is left for keepalives.
    /// </summary>
    public int CallsInFlightMax { get; init; } = 4;

    /// <summary>Calls that may wait for a place.</summary>
    public int CallsWaitingMax { get; init; } = 256;

    /// <summary>A call that takes longer holds its thread no more: the thread is written off and the connection
    /// replaced.</summary>
    public TimeSpan CallStuckAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Threads that may be written off before the process has to end: each holds its stack for ever.</summary>
    public int ThreadsWrittenOffMax { get; init; } = 16;

    /// <summary>Seconds between two keepalives.</summary>
    public int KeepAliveSeconds { get; init; } = 5;

    /// <summary>Keepalives without an answer after which the connection is lost.</summary>
    public int KeepAlivesMissedMax { get; init; } = 5;

    public TimeSpan ReconnectMin { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <c>qemu-img</c> may work on the golden disk.</summary>
    public TimeSpan DiskCheckDeadline { get; init; } = TimeSpan.FromMinutes(5);
}
