using Microsoft.Win32.SafeHandles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Handles;

/// <summary>A reference to a storage pool.</summary>
internal sealed class VirStoragePoolHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public VirStoragePoolHandle()
        : base(ownsHandle: true)
    {
    }

    public VirStoragePoolHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    protected override bool ReleaseHandle() => NativeStorage.virStoragePoolFree(handle) >= 0;
}
