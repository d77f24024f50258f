using System.Xml.Linq;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;

namespace Orchestrator.Libvirt.Tests.GoldenImages;

public sealed class DiskElementsTests
{
    private const string Disk = "<disk type='file'><driver type='qcow2'/><source file='/a'/></disk>";

    [Theory]
    [InlineData(Disk, "/a", "qcow2")]
    [InlineData("<disk type='file'><source file='/b'/></disk>", "/b", "raw")]
    [InlineData(Disk + "<disk type='file' device='cdrom'><source file='/c'/></disk>", "/a", "qcow2")]
    [InlineData(Disk + "<disk type='file'><source file='/c'/><readonly/></disk>", "/a", "qcow2")]
    public void Accepts_OneWritableDisk(string devices, string path, string format)
    {
        var disk = DiskElements.GoldenDiskOf("golden", Domain(devices));

        Assert.Equal(new GoldenDisk(path, format), disk);
    }

    [Theory]
    [InlineData("", "0 writable disks")]
    [InlineData(Disk + Disk, "2 writable disks")]
    [InlineData("<disk type='block'><source dev='/dev/sdb'/></disk>", "not a file")]
    [InlineData("<disk type='file'><driver type='vmdk'/><source file='/a'/></disk>", "'vmdk'")]
    public void Rejects_OtherDisks(string devices, string why)
    {
        var error = Assert.Throws<HypervisorException>(() => DiskElements.GoldenDiskOf("golden", Domain(devices)));

        Assert.Equal(HypervisorFault.GoldenImageDamaged, error.Fault);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WritablePaths_FilesAndDevices_AreListed()
    {
        var domain = Domain(Disk + "<disk type='block'><source dev='/dev/sdb'/></disk>");

        Assert.Equal(["/a", "/dev/sdb"], DiskElements.WritablePaths(domain));
    }

    private static XElement Domain(string devices) => XElement.Parse($"<domain><devices>{devices}</devices></domain>");
}
