namespace Orchestrator.Drivers.Hypervisor;

/// <summary>Why a hypervisor call failed.</summary>
public enum HypervisorFault
{
    /// <summary>A failure of the hypervisor that no other member names; its own words are in the message.</summary>
    Failed,

    /// <summary>libvirtd does not run, or the connection broke.</summary>
    Unreachable,

    /// <summary>Too many calls are in flight already.</summary>
    Overloaded,

    /// <summary>The call passed its deadline. It may still have its effect, except that an overdue clone takes itself
    /// back.</summary>
    Overdue,

    /// <summary>The golden domain is not defined, or its disk does not exist.</summary>
    GoldenImageMissing,

    /// <summary>The golden domain runs; a base that somebody writes to cannot be cloned.</summary>
    GoldenImageRunning,

    /// <summary>The disk is not healthy, or is neither qcow2 nor raw.</summary>
    GoldenImageDamaged,

    /// <summary>Another domain could write to the disk.</summary>
    GoldenImageShared,

    /// <summary>The disk is no longer the one that the pool's overlays stand on.</summary>
    GoldenImageChanged,

    /// <summary>The storage pool for overlays is not defined or not active.</summary>
    StoragePoolMissing,

    /// <summary>The overlay cannot be written: read-only file system or missing rights.</summary>
    StorageReadOnly,

    /// <summary>The overlay cannot be written: no space.</summary>
    StorageFull,

    /// <summary>Somebody else listens on the slot's SPICE port.</summary>
    ConsolePortTaken,

    /// <summary>The machine does not exist or does not run.</summary>
    MachineNotRunning,

    /// <summary>A domain or volume has a machine's name, and somebody else made it; it is left alone.</summary>
    NotOurs,
}

/// <summary>A fault of the hypervisor or of what it needs. The message names the thing, the value, the rule and what to
/// do next.</summary>
public sealed class HypervisorException(HypervisorFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public HypervisorFault Fault { get; } = fault;
}
