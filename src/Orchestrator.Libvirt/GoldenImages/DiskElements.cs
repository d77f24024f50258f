using System.Xml.Linq;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Libvirt.GoldenImages;

/// <summary>Reads a domain's disks out of its XML.</summary>
internal static class DiskElements
{
    private static readonly string[] Formats = ["qcow2", "raw"];

    /// <summary>Paths that the domain may write to.</summary>
    public static IEnumerable<string> WritablePaths(XElement domain) =>
        from disk in Writable(domain)
        let path = (string?)disk.Element("source")?.Attribute("file")
            ?? (string?)disk.Element("source")?.Attribute("dev")
        where path is not null
        select path;

    /// <summary>The golden domain's disk: exactly one that can be written to, in a file.</summary>
    /// <exception cref="HypervisorException"><see cref="HypervisorFault.GoldenImageDamaged"/>.</exception>
    public static GoldenDisk GoldenDiskOf(string goldenImage, XElement domain)
    {
        var disks = Writable(domain).ToList();
        if (disks is not [var disk])
        {
            throw Damaged(goldenImage,
                $"it has {disks.Count} writable disks; exactly one can be cloned, make others read-only");
        }

        var path = (string?)disk.Element("source")?.Attribute("file")
            ?? throw Damaged(goldenImage, "its disk is not a file; only disks of type='file' can be cloned");
        var format = (string?)disk.Element("driver")?.Attribute("type") ?? "raw";
        return Formats.Contains(format)
            ? new GoldenDisk(path, format)
            : throw Damaged(goldenImage, $"its disk has the format '{format}'; only qcow2 and raw can be cloned");
    }

    /// <summary>The element of that disk.</summary>
    public static XElement WritableDisk(XElement domain) => Writable(domain).Single();

    private static IEnumerable<XElement> Writable(XElement domain) =>
        domain.Element("devices")?.Elements("disk").Where(disk =>
            ((string?)disk.Attribute("device") ?? "disk") is "disk" or "lun" && disk.Element("readonly") is null) ?? [];

    private static HypervisorException Damaged(string goldenImage, string why) =>
        new(HypervisorFault.GoldenImageDamaged, $"golden image {goldenImage}: {why}");
}
