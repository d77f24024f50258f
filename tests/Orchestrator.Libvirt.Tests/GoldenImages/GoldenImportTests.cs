using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.GoldenImages;

namespace Orchestrator.Libvirt.Tests.GoldenImages;

/// <summary>What of another server's definition holds here.</summary>
public sealed class GoldenImportTests
{
    private const string Definition = """
        <domain type='kvm' id='7'>
          <name>golden</name>
          <uuid>11111111-2222-3333-4444-555555555555</uuid>
          <memory unit='MiB'>128</memory>
          <devices>
            <disk type='file' device='cdrom'><source file='/iso'/><readonly/></disk>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/>
              <source file='/elsewhere/golden.qcow2'/>
              <target dev='vda' bus='virtio'/>
            </disk>
          </devices>
        </domain>
        """;

    private static readonly GoldenImageFile Image = new("golden", Definition, "/here/golden.qcow2", "qcow2");

    [Fact]
    public void Definition_OfAnotherServer_GetsTheDiskOfThisOne()
    {
        var domain = GoldenImport.Adapt(Image, uuid: null);

        Assert.Equal(new GoldenDisk("/here/golden.qcow2", "qcow2"), DiskElements.GoldenDiskOf("golden", domain));
        Assert.Null(domain.Element("uuid"));
        Assert.Null(domain.Attribute("id"));
        Assert.Equal("128", (string?)domain.Element("memory"));
        Assert.Equal("/iso", (string?)domain.Descendants("source").First().Attribute("file"));
    }

    [Fact]
    public void Definition_OfADomainThatIsThere_KeepsItsUuid()
    {
        var domain = GoldenImport.Adapt(Image, "99999999-2222-3333-4444-555555555555");

        Assert.Equal("99999999-2222-3333-4444-555555555555", Assert.Single(domain.Elements("uuid")).Value);
    }

    [Theory]
    [InlineData("<domain")]
    [InlineData("<domain><name>golden</name></domain>")]
    public void Definition_ThatIsNone_IsRefused(string xml) => Refused(Image with { DomainXml = xml });

    [Fact]
    public void Definition_OfAnotherNameOrFormat_IsRefused()
    {
        Refused(Image with { Name = "other" });
        Refused(Image with { Format = "raw" });
    }

    private static void Refused(GoldenImageFile image) => Assert.Equal(
        HypervisorFault.GoldenImageDamaged,
        Assert.Throws<HypervisorException>(() => GoldenImport.Adapt(image, null)).Fault);
}
