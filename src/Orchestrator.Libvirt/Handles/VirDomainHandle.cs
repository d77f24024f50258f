using Microsoft.Win32.SafeHandles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Handles;

/// <summary>A reference to a domain; freeing it does not end the domain.</summary>
internal sealed class VirDomainHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public VirDomainHandle()
        : base(ownsHandle: true)
    {
    }

    public VirDomainHandle(nint owned)
        : base(ownsHandle: true) => SetHandle(owned);

    protected override bool ReleaseHandle() => NativeDomain.virDomainFree(handle) >= 0;
}
