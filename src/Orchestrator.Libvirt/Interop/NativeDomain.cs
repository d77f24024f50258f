using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virDomain*.</summary>
internal static partial class NativeDomain
{
    public const uint VIR_DOMAIN_XML_INACTIVE = 2;

    public const uint NoId = uint.MaxValue;

    public const uint VIR_DOMAIN_UNDEFINE_MANAGED_SAVE = 1;

    public const uint VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA = 2;

    public const uint VIR_DOMAIN_UNDEFINE_NVRAM = 4;

    public const int VIR_DOMAIN_METADATA_ELEMENT = 2;

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirDomainHandle virDomainLookupByName(VirConnectHandle connect, string name);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirDomainHandle virDomainCreateXML(VirConnectHandle connect, string xmlDesc, uint flags);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirDomainHandle virDomainDefineXML(VirConnectHandle connect, string xmlDesc);

    /// <summary>KiB of memory that the definition allows; 0 is a failure.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nuint virDomainGetMaxMemory(VirDomainHandle domain);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainDestroy(VirDomainHandle domain);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainUndefineFlags(VirDomainHandle domain, uint flags);

    /// <summary>What the handle knows, without a call; <see cref="NoId"/>: it did not run.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial uint virDomainGetID(VirDomainHandle domain);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainIsActive(VirDomainHandle domain);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainIsPersistent(VirDomainHandle domain);

    /// <summary>The name belongs to the domain object; it is copied before the object goes.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virDomainGetName(VirDomainHandle domain);

    /// <summary>In a callback libvirt lends the domain for the time of the call only, so no handle may own
    /// it.</summary>
    [LibraryImport(Libraries.Libvirt, EntryPoint = "virDomainGetName")]
    public static partial nint virDomainGetNameOfBorrowed(nint domain);

    /// <summary>The caller frees the text. A null uri is for other types of metadata.</summary>
    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virDomainGetMetadata(VirDomainHandle domain, int type, string uri, uint flags);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virDomainGetXMLDesc(VirDomainHandle domain, uint flags);

    /// <summary>Raw pointer: called only by the handle's own release.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virDomainFree(nint domain);

    /// <summary>The caller frees the text. The timeout is in seconds.</summary>
    [LibraryImport(Libraries.LibvirtQemu, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint virDomainQemuAgentCommand(VirDomainHandle domain, string cmd, int timeout, uint flags);
}
