using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>No balloon: memory that one guest gives back must never be another's to find.</summary>
internal static class BalloonElement
{
    public static void Apply(XElement domain, CloneDomain clone)
    {
        var devices = CloneXml.Devices(domain);
        devices.Elements("memballoon").Remove();
        devices.Add(new XElement("memballoon", new XAttribute("model", "none")));
    }
}
