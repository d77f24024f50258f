using System.Runtime.InteropServices;

namespace Orchestrator.Libvirt.Interop;

/// <summary>The first members of <c>virError</c>, which are all that is read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VirErrorHead
{
    public readonly int Code;

    public readonly int Domain;

    public readonly nint Message;
}
