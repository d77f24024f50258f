using System.Xml.Linq;
using Orchestrator.Libvirt.GoldenImages;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>The overlay in the place of the golden disk; bus and address stay, so that the guest finds its
/// disk.</summary>
internal static class DiskElement
{
    public static void Apply(XElement domain, CloneDomain clone)
    {
        var disk = DiskElements.WritableDisk(domain);
        disk.SetAttributeValue("type", "file");
        disk.Elements("backingStore").Remove();
        disk.Elements("source").Remove();
        var driver = disk.Element("driver");
        if (driver is null)
        {
            disk.AddFirst(driver = new XElement("driver", new XAttribute("name", "qemu")));
        }

        driver.SetAttributeValue("type", "qcow2");
        driver.AddAfterSelf(new XElement("source", new XAttribute("file", clone.OverlayPath)));
    }
}
