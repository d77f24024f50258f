using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>
/// One SPICE console on 127.0.0.1 with the slot's port. No autoport: with parallel starts two machines can be given
/// one port. Other consoles of the golden domain go: each would be a way past the relay.
/// </summary>
internal static class GraphicsElement
{
    private const string Loopback = "127.0.0.1";

    public static void Apply(XElement domain, CloneDomain clone)
    {
        var devices = CloneXml.Devices(domain);
        var graphics = devices.Elements("graphics").FirstOrDefault(
            element => (string?)element.Attribute("type") == "spice")
            ?? new XElement("graphics", new XAttribute("type", "spice"));
        devices.Elements("graphics").Remove();
        foreach (var name in (string[])["tlsPort", "socket", "passwd", "passwdValidTo", "websocket"])
        {
            graphics.SetAttributeValue(name, null);
        }

        graphics.SetAttributeValue("port", clone.Name.Slot.ConsolePort);
        graphics.SetAttributeValue("autoport", "no");
        graphics.SetAttributeValue("listen", Loopback);
        graphics.Elements("listen").Remove();
        graphics.AddFirst(new XElement(
            "listen", new XAttribute("type", "address"), new XAttribute("address", Loopback)));
        devices.Add(graphics);
    }
}
