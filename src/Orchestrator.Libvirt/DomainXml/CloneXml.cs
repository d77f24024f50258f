using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>Derives a clone's XML from the golden domain's own: what no element below changes is the golden
/// image's.</summary>
internal static class CloneXml
{
    private static readonly Action<XElement, CloneDomain>[] Elements =
    [
        IdentityElements.Apply,
        LifecycleElements.Apply,
        DiskElement.Apply,
        InterfaceElements.Apply,
        GraphicsElement.Apply,
        RedirectionElements.Apply,
        ChannelElements.Apply,
        BalloonElement.Apply,
        MetadataElement.Apply,
    ];

    public static string Derive(XElement golden, CloneDomain clone)
    {
        var domain = new XElement(golden);
        foreach (var apply in Elements)
        {
            apply(domain, clone);
        }

        return domain.ToString();
    }

    public static XElement Devices(XElement domain)
    {
        var devices = domain.Element("devices");
        if (devices is null)
        {
            domain.Add(devices = new XElement("devices"));
        }

        return devices;
    }
}
