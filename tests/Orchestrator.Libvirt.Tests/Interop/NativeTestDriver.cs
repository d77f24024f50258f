using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.Tests.Interop;

/// <summary>What an administrator does to libvirt and the product never does.</summary>
internal static partial class NativeTestDriver
{
    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirDomainHandle virDomainDefineXML(VirConnectHandle connect, string xml);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainCreate(VirDomainHandle domain);
}
