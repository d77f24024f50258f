using System.Xml.Linq;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.GoldenImages;

/// <summary>Looks at the golden domain as libvirt knows it: defined, shut off, and alone with its disk.</summary>
internal static class GoldenDomain
{
    /// <summary>A blocking call; on a call thread only.</summary>
    public static (XElement Xml, GoldenDisk Disk) Inspect(VirConnectHandle connect, string goldenImage)
    {
        var (xml, isActive) = Domains.Definition(connect, goldenImage) ?? throw Missing(goldenImage);
        if (isActive)
        {
            throw new HypervisorException(
                HypervisorFault.GoldenImageRunning,
                $"golden image {goldenImage} is running and may write to its disk; shut it off, clones are made "
                + "only of one that is off");
        }

        var disk = DiskElements.GoldenDiskOf(goldenImage, xml);
        var sharer = Domains.ListXml(connect).FirstOrDefault(domain =>
            domain.Name != goldenImage
            && !MachineName.TryParse(domain.Name, out _)
            && DiskElements.WritablePaths(domain.Xml).Contains(disk.Path));
        return sharer.Name is null ? (xml, disk) : throw new HypervisorException(
            HypervisorFault.GoldenImageShared,
            $"golden image {goldenImage}: domain {sharer.Name} can write to its disk {disk.Path}; make it read-only "
            + "there or undefine that domain");
    }

    /// <summary>A blocking call; on a call thread only.</summary>
    public static long MemoryBytes(VirConnectHandle connect, string goldenImage) =>
        Domains.MemoryBytes(connect, goldenImage) ?? throw Missing(goldenImage);

    private static HypervisorException Missing(string goldenImage) => new(
        HypervisorFault.GoldenImageMissing,
        $"golden image {goldenImage}: libvirt knows no domain of this name; define it, or correct the pool's "
        + "goldenImage");
}
