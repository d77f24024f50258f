using Microsoft.Win32.SafeHandles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Handles;

/// <summary>A connection to libvirt.</summary>
internal sealed class VirConnectHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public VirConnectHandle()
        : base(ownsHandle: true)
    {
    }

    public VirConnectHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    /// <summary>Ids of the events that are registered on it.</summary>
    public List<int> DomainEvents { get; } = [];

    /// <summary>Whether the close callback is registered on it.</summary>
    public bool HasCloseCallback { get; set; }

    protected override bool ReleaseHandle() => NativeConnect.virConnectClose(handle) >= 0;
}
