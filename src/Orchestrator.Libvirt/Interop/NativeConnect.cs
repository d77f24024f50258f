using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virConnect*: thread-safe by libvirt's contract; every other handle keeps its connection alive by
/// itself.</summary>
internal static unsafe partial class NativeConnect
{
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virInitialize();

    /// <summary>Looks at the library's own state of the socket, under a lock that no call holds while it
    /// waits.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectIsAlive(VirConnectHandle connect);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirConnectHandle virConnectOpen(string name);

    /// <summary>Raw pointer: called only by the handle's own release.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectClose(nint connect);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectGetLibVersion(VirConnectHandle connect, out CULong version);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectListAllDomains(VirConnectHandle connect, out nint* domains, uint flags);
}
