using Microsoft.Win32.SafeHandles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Handles;

/// <summary>A reference to a storage volume; freeing it does not delete the volume.</summary>
internal sealed class VirStorageVolHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public VirStorageVolHandle()
        : base(ownsHandle: true)
    {
    }

    public VirStorageVolHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    protected override bool ReleaseHandle() => NativeStorage.virStorageVolFree(handle) >= 0;
}
