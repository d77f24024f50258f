using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virConnect*: thread-safe by libvirt's contract; every other handle keeps its connection alive by
/// itself.</summary>
internal static unsafe partial class NativeConnect
{
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virInitialize();

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
