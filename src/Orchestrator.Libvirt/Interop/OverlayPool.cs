using System.Xml.Linq;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;
using Orchestrator.Libvirt.Handles;

namespace Orchestrator.Libvirt.Interop;

/// <summary>
/// Blocking calls on the storage pool of the overlays; on a call thread only. Volumes have no metadata. What proves
/// one to be ours is all of this: it is in the pool that the configuration gives us, bears a machine's overlay name,
/// and is qcow2 on a backing file, as every clone makes it and no whole image of somebody's is. A clone that was torn
/// may have left a file without its backing yet; it is ours while it is too small to hold anybody's data.
/// </summary>
internal sealed unsafe class OverlayPool : IDisposable
{
    /// <summary>Above the headers and tables of an empty qcow2.</summary>
    private const long TornBytesMax = 1 << 20;

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

    /// <summary>The overlays under names of ours, and whether each is ours.</summary>
    public IReadOnlyList<(MachineName Machine, bool IsOurs)> ListVolumes()
    {
        // A pool with a volume in the making cannot be refreshed now; what libvirt made itself it knows without.
        _ = NativeStorage.virStoragePoolRefresh(_pool, 0);
        var count = NativeStorage.virStoragePoolListAllVolumes(_pool, out var pointers, 0);
        if (count < 0)
        {
            throw LibvirtErrors.Failure($"volumes of storage pool {_name} cannot be listed");
        }

        var overlays = new List<(MachineName Machine, bool IsOurs)>();
        foreach (var pointer in NativeText.OwnedPointers(pointers, count))
        {
            using var volume = new VirStorageVolHandle(pointer);
            var name = NativeText.Borrowed(NativeStorage.virStorageVolGetName(volume));
            if (MachineName.TryParse(name, out var machine)
                && name == machine.OverlayName
                && IsListedAsOurs(volume, name) is { } ours)
            {
                overlays.Add((machine, ours));
            }
        }

        return overlays;
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
    /// <exception cref="HypervisorException">Among others <see cref="HypervisorFault.NotOurs"/>.</exception>
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
    public void TryDelete(string volumeName)
    {
        try
        {
            Delete(volumeName);
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.NotOurs)
        {
            // The clone failed because of it.
        }
    }

    public void Dispose() => _pool.Dispose();

    private (string? Path, string Reason) Delete(string volumeName)
    {
        using var volume = Find(volumeName);
        if (volume is null)
        {
            return (null, string.Empty);
        }

        var path = NativeText.Owned(NativeStorage.virStorageVolGetPath(volume)) ?? string.Empty;

        // A volume whose file is gone cannot be read, and has nothing that could be lost.
        if (File.Exists(path) && IsOurs(volume, volumeName) == false)
        {
            throw new HypervisorException(
                HypervisorFault.NotOurs,
                $"volume {path} has a machine's name and is no overlay, so somebody else made it; it is left alone: "
                    + "rename it or remove it");
        }

        return NativeStorage.virStorageVolDelete(volume, 0) < 0 ? (path, LibvirtErrors.Last().Message)
            : (path, string.Empty);
    }

    /// <summary>One that is in the making cannot be read yet; its name has to do for a list, because a deletion asks
    /// for the proof again.</summary>
    /// <inheritdoc cref="IsOurs" path="/returns"/>
    private static bool? IsListedAsOurs(VirStorageVolHandle volume, string name)
    {
        try
        {
            return IsOurs(volume, name);
        }
        catch (HypervisorException error) when (error.Fault == HypervisorFault.Failed)
        {
            return true;
        }
    }

    /// <returns>Null: it vanished meanwhile.</returns>
    private static bool? IsOurs(VirStorageVolHandle volume, string name)
    {
        var xml = NativeText.Owned(NativeStorage.virStorageVolGetXMLDesc(volume, 0));
        if (xml is not null)
        {
            return IsOverlay(XElement.Parse(xml));
        }

        var error = LibvirtErrors.Last();
        return error.Code == VirErrorNumber.NoStorageVolume ? null
            : throw error.ToException($"whose volume {name} is cannot be read");
    }

    private static bool IsOverlay(XElement volume)
    {
        var format = (string?)volume.Element("target")?.Element("format")?.Attribute("type");
        var backing = (string?)volume.Element("backingStore")?.Element("path");
        return (format == "qcow2" && !string.IsNullOrEmpty(backing))
            || (long?)volume.Element("allocation") < TornBytesMax;
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
