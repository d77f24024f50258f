using System.Runtime.InteropServices;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virError: the last error is kept by libvirt for each thread, so it is read on the thread of the failed
/// call.</summary>
internal static unsafe partial class NativeError
{
    /// <summary>A copy of the calling thread's last error: libvirt overwrites it at its next failure.</summary>
    public static LibvirtError? Last()
    {
        var error = virGetLastError();
        return error is null
            ? null
            : new LibvirtError((VirErrorNumber)error->Code, NativeText.Borrowed(error->Message) ?? string.Empty);
    }

    [LibraryImport(Libraries.Libvirt)]
    private static partial VirErrorHead* virGetLastError();

    [LibraryImport(Libraries.Libvirt)]
    public static partial void virSetErrorFunc(
        nint userData, delegate* unmanaged[Cdecl]<nint, VirErrorHead*, void> handler);
}
