using System.Runtime.InteropServices;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virError: the last error is kept by libvirt for each thread, so it is read on the thread of the failed
/// call.</summary>
internal static unsafe partial class NativeError
{
    [LibraryImport(Libraries.Libvirt)]
    public static partial VirErrorHead* virGetLastError();

    [LibraryImport(Libraries.Libvirt)]
    public static partial void virSetErrorFunc(nint userData, delegate* unmanaged[Cdecl]<nint, VirErrorHead*, void> handler);
}

/// <summary>The first members of <c>virError</c>, which are all that is read.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct VirErrorHead
{
    public readonly int Code;

    public readonly int Domain;

    public readonly nint Message;
}

/// <summary>Codes of libvirt's errors (<c>virErrorNumber</c>) that are told apart.</summary>
internal enum VirErrorNumber
{
    NoConnect = 5,
    InvalidConnection = 6,
    Rpc = 39,
    NoDomain = 42,
    NoStoragePool = 49,
    NoStorageVolume = 50,
    OperationInvalid = 55,
    AgentUnresponsive = 86,
}
