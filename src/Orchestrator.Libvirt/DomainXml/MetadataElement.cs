using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>Whose the domain is, for tools that look at libvirt alone.</summary>
internal static class MetadataElement
{
    public const string Namespace = "urn:pool-orchestrator:machine:1";

    private static readonly XNamespace Ours = Namespace;

    public static void Apply(XElement domain, CloneDomain clone)
    {
        var metadata = domain.Element("metadata");
        if (metadata is null)
        {
            domain.Add(metadata = new XElement("metadata"));
        }

        metadata.Elements(Ours + "machine").Remove();
        metadata.Add(new XElement(
            Ours + "machine",
            new XAttribute(XNamespace.Xmlns + "pbm", Ours.NamespaceName),
            new XAttribute("pool", clone.Name.Slot.Pool),
            new XAttribute("slot", clone.Name.Slot.ConsolePort),
            new XAttribute("id", clone.Name.Machine)));
    }
}
