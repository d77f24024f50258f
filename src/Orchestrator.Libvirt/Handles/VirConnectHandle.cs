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

    protected override bool ReleaseHandle() => NativeConnect.virConnectClose(handle) >= 0;
}
