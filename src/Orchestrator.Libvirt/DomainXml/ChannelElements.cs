using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>
/// Sockets and files on the host that two domains cannot share: agent channels get paths from libvirt, serial
/// consoles become ptys.
/// </summary>
internal static class ChannelElements
{
    private const string AgentChannel = "org.qemu.guest_agent.0";

    public static void Apply(XElement domain, CloneDomain clone)
    {
        var devices = CloneXml.Devices(domain);
        devices.Elements("channel")
            .Where(channel => (string?)channel.Attribute("type") == "unix")
            .Elements("source")
            .Remove();
        if (!devices.Elements("channel").Any(
            channel => (string?)channel.Element("target")?.Attribute("name") == AgentChannel))
        {
            devices.Add(new XElement(
                "channel",
                new XAttribute("type", "unix"),
                new XElement("target", new XAttribute("type", "virtio"), new XAttribute("name", AgentChannel))));
        }

        foreach (var console in devices.Elements("serial").Concat(devices.Elements("console")))
        {
            console.SetAttributeValue("type", "pty");
            console.SetAttributeValue("tty", null);
            console.Elements("source").Remove();
            console.Elements("protocol").Remove();
            console.Elements("log").Remove();
        }
    }
}
