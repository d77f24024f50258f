using System.Runtime.InteropServices;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>virStoragePool* and virStorageVol*.</summary>
internal static unsafe partial class NativeStorage
{
    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirStoragePoolHandle virStoragePoolLookupByName(VirConnectHandle connect, string name);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virConnectListAllStoragePools(VirConnectHandle connect, out nint* pools, uint flags);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirStoragePoolHandle virStoragePoolDefineXML(
        VirConnectHandle connect, string xmlDesc, uint flags);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolSetAutostart(VirStoragePoolHandle pool, int autostart);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virStoragePoolGetXMLDesc(VirStoragePoolHandle pool, uint flags);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolIsActive(VirStoragePoolHandle pool);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolCreate(VirStoragePoolHandle pool, uint flags);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolRefresh(VirStoragePoolHandle pool, uint flags);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolListAllVolumes(VirStoragePoolHandle pool, out nint* volumes, uint flags);

    /// <summary>Raw pointer: called only by the handle's own release.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStoragePoolFree(nint pool);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirStorageVolHandle virStorageVolCreateXML(
        VirStoragePoolHandle pool, string xmlDesc, uint flags);

    [LibraryImport(Libraries.Libvirt, StringMarshalling = StringMarshalling.Utf8)]
    public static partial VirStorageVolHandle virStorageVolLookupByName(VirStoragePoolHandle pool, string name);

    /// <summary>The name belongs to the volume object; it is copied before the object goes.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virStorageVolGetName(VirStorageVolHandle volume);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virStorageVolGetPath(VirStorageVolHandle volume);

    /// <summary>The caller frees the text.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial nint virStorageVolGetXMLDesc(VirStorageVolHandle volume, uint flags);

    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStorageVolDelete(VirStorageVolHandle volume, uint flags);

    /// <summary>Raw pointer: called only by the handle's own release.</summary>
    [LibraryImport(Libraries.Libvirt)]
    public static partial int virStorageVolFree(nint volume);
}
