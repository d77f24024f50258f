using System.Globalization;
using System.Xml.Linq;
using Orchestrator.Core.Machines;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>Whose the domain is: the proof that it is ours, for us and for tools that look at libvirt alone.</summary>
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

    /// <summary>Whether an element of our namespace says that its domain is this machine.</summary>
    public static bool Names(XElement element, MachineName machine) =>
        (string?)element.Attribute("pool") == machine.Slot.Pool.ToString()
        && (string?)element.Attribute("slot") == machine.Slot.ConsolePort.ToString(CultureInfo.InvariantCulture)
        && (string?)element.Attribute("id") == machine.Machine.ToString();
}
