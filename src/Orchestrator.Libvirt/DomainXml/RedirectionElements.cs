using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>USB redirection: at least two channels, and a controller to plug into, so that a person can bring a stick
/// and a scanner.</summary>
internal static class RedirectionElements
{
    private const int ChannelsMin = 2;

    public static void Apply(XElement domain, CloneDomain clone)
    {
        var devices = CloneXml.Devices(domain);
        var usb = devices.Elements("controller").Where(element => (string?)element.Attribute("type") == "usb").ToList();
        usb.Where(element => (string?)element.Attribute("model") == "none").Remove();
        if (!usb.Any(element => element.Parent is not null))
        {
            devices.Add(new XElement(
                "controller", new XAttribute("type", "usb"), new XAttribute("model", "qemu-xhci")));
        }

        for (var i = devices.Elements("redirdev").Count(); i < ChannelsMin; i++)
        {
            devices.Add(new XElement("redirdev", new XAttribute("bus", "usb"), new XAttribute("type", "spicevmc")));
        }
    }
}
