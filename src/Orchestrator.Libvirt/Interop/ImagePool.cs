using System.Xml.Linq;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Blocking calls on the storage pool of golden disks; on a call thread only.</summary>
internal static unsafe class ImagePool
{
    /// <summary>Lets libvirt know a directory's files: by the storage pool that has it, or by a new one.</summary>
    /// <param name="connect">The connection.</param>
    /// <param name="name">The new pool's name.</param>
    /// <param name="directory">Absolute path.</param>
    public static void Ensure(VirConnectHandle connect, string name, string directory)
    {
        if (Find(connect, directory) is { } there)
        {
            using (there)
            {
                Refresh(there, directory);
            }

            return;
        }

        var xml = new XElement(
            "pool",
            new XAttribute("type", "dir"),
            new XElement("name", name),
            new XElement("target", new XElement("path", directory)));
        using var pool = NativeStorage.virStoragePoolDefineXML(connect, xml.ToString(), 0);
        if (pool.IsInvalid)
        {
            throw LibvirtErrors.Failure($"storage pool {name} on {directory} cannot be defined");
        }

        _ = NativeStorage.virStoragePoolSetAutostart(pool, 1);
        Refresh(pool, directory);
    }

    private static void Refresh(VirStoragePoolHandle pool, string directory)
    {
        if ((NativeStorage.virStoragePoolIsActive(pool) == 0 && NativeStorage.virStoragePoolCreate(pool, 0) < 0)
            || NativeStorage.virStoragePoolRefresh(pool, 0) < 0)
        {
            throw LibvirtErrors.Failure($"the storage pool on {directory} cannot be read");
        }
    }

    private static VirStoragePoolHandle? Find(VirConnectHandle connect, string directory)
    {
        var count = NativeStorage.virConnectListAllStoragePools(connect, out var pointers, 0);
        if (count < 0)
        {
            throw LibvirtErrors.Failure("storage pools cannot be listed");
        }

        VirStoragePoolHandle? found = null;
        foreach (var pointer in NativeText.OwnedPointers(pointers, count))
        {
            var pool = new VirStoragePoolHandle(pointer);
            if (found is null && PathOf(pool) == directory)
            {
                found = pool;
            }
            else
            {
                pool.Dispose();
            }
        }

        return found;
    }

    private static string? PathOf(VirStoragePoolHandle pool) =>
        NativeText.Owned(NativeStorage.virStoragePoolGetXMLDesc(pool, 0)) is { } xml
            ? (string?)XElement.Parse(xml).Element("target")?.Element("path")
            : null;
}
