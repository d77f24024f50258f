using System.Xml.Linq;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>Blocking calls on the storage pool of the overlays; on a call thread only.</summary>
internal sealed unsafe class OverlayPool : IDisposable
{
    private readonly VirStoragePoolHandle _pool;
    private readonly string _name;

    private OverlayPool(VirStoragePoolHandle pool, string name) => (_pool, _name) = (pool, name);

    /// <exception cref="HypervisorException"><see cref="HypervisorFault.StoragePoolMissing"/>.</exception>
    public static OverlayPool Open(VirConnectHandle connect, string name)
    {
        var pool = NativeStorage.virStoragePoolLookupByName(connect, name);
        if (pool.IsInvalid)
        {
            pool.Dispose();
            var error = LibvirtErrors.Last();
            throw error.Code == VirErrorNumber.NoStoragePool ? Missing(name, "is not defined")
                : error.ToException($"storage pool {name}");
        }

        if (NativeStorage.virStoragePoolIsActive(pool) == 0 && NativeStorage.virStoragePoolCreate(pool, 0) < 0)
        {
            var error = LibvirtErrors.Last();
            pool.Dispose();
            throw Missing(name, $"cannot be started: {error.Message}");
        }

        return new OverlayPool(pool, name);
    }

    public IReadOnlyList<string> ListVolumes()
    {
        // A pool with a volume in the making cannot be refreshed now; what libvirt made itself it knows without.
        _ = NativeStorage.virStoragePoolRefresh(_pool, 0);
        var count = NativeStorage.virStoragePoolListAllVolumes(_pool, out var pointers, 0);
        if (count < 0)
        {
            throw LibvirtErrors.Failure($"volumes of storage pool {_name} cannot be listed");
        }

        var names = new List<string>(count);
        foreach (var pointer in NativeText.OwnedPointers(pointers, count))
        {
            using var volume = new VirStorageVolHandle(pointer);
            names.Add(NativeText.Borrowed(NativeStorage.virStorageVolGetName(volume)) ?? string.Empty);
        }

        return names;
    }

    /// <returns>The overlay's path.</returns>
    public string CreateOverlay(string volumeName, GoldenDisk backing, long virtualBytes)
    {
        var xml = new XElement(
            "volume",
            new XElement("name", volumeName),
            new XElement("capacity", new XAttribute("unit", "bytes"), virtualBytes),
            new XElement("allocation", 0),
            new XElement("target", new XElement("format", new XAttribute("type", "qcow2"))),
            new XElement(
                "backingStore",
                new XElement("path", backing.Path),
                new XElement("format", new XAttribute("type", backing.Format))));
        using var volume = NativeStorage.virStorageVolCreateXML(_pool, xml.ToString(), 0);
        return volume.IsInvalid
            ? throw LibvirtErrors.Failure($"overlay {volumeName} cannot be made in storage pool {_name}")
            : NativeText.Owned(NativeStorage.virStorageVolGetPath(volume))
                ?? throw LibvirtErrors.Failure($"overlay {volumeName} has no path");
    }

    /// <summary>Deletes the overlay and verifies that neither the volume nor its file is there.</summary>
    public void EnsureAbsent(string volumeName)
    {
        var (path, reason) = Delete(volumeName);
        if (path is null)
        {
            return;
        }

        using var left = Find(volumeName);
        if (left is not null || File.Exists(path))
        {
            throw new HypervisorException(
                HypervisorFault.Failed,
                $"overlay {path} is still there after its deletion: {reason}; check its directory's rights and "
                    + "mount");
        }
    }

    /// <summary>Takes back what a failed clone has made; the machine's deletion looks again.</summary>
    public void TryDelete(string volumeName) => Delete(volumeName);

    public void Dispose() => _pool.Dispose();

    private (string? Path, string Reason) Delete(string volumeName)
    {
        using var volume = Find(volumeName);
        if (volume is null)
        {
            return (null, string.Empty);
        }

        var path = NativeText.Owned(NativeStorage.virStorageVolGetPath(volume)) ?? string.Empty;
        return NativeStorage.virStorageVolDelete(volume, 0) < 0 ? (path, LibvirtErrors.Last().Message)
            : (path, string.Empty);
    }

    private VirStorageVolHandle? Find(string volumeName)
    {
        var volume = NativeStorage.virStorageVolLookupByName(_pool, volumeName);
        if (!volume.IsInvalid)
        {
            return volume;
        }

        volume.Dispose();
        var error = LibvirtErrors.Last();
        return error.Code == VirErrorNumber.NoStorageVolume ? null
            : throw error.ToException($"overlay {volumeName} cannot be looked up");
    }

    private static HypervisorException Missing(string name, string why) => new(
        HypervisorFault.StoragePoolMissing,
    $"storage pool {name} {why}; define it: virsh pool-define-as {name} dir --target DIRECTORY && virsh "
        + $"pool-start {name}");
}
