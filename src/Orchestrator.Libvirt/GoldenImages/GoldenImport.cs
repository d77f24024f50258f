using System.Xml;
using System.Xml.Linq;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Libvirt.Handles;
using Orchestrator.Libvirt.Interop;

namespace Orchestrator.Libvirt.GoldenImages;

/// <summary>Makes a copied disk a golden image of this server.</summary>
internal static class GoldenImport
{
    /// <summary>A blocking call; on a call thread only.</summary>
    public static bool Run(VirConnectHandle connect, GoldenImageFile image, string storagePool)
    {
        ImagePool.Ensure(connect, storagePool, Path.GetDirectoryName(image.DiskPath)!);
        string? uuid = null;
        if (Domains.Definition(connect, image.Name) is { } known)
        {
            var disk = DiskElements.GoldenDiskOf(image.Name, known.Xml);
            if (disk.Path != image.DiskPath)
            {
                throw new HypervisorException(
                    HypervisorFault.GoldenImageChanged,
                    $"golden image {image.Name}: libvirt has a domain of this name with the disk {disk.Path} already; "
                        + "it is left alone: rename it or undefine it");
            }

            uuid = (string?)known.Xml.Element("uuid");
        }

        Domains.Define(connect, image.Name, Adapt(image, uuid).ToString());
        return true;
    }

    /// <summary>The definition for this server: with the copied disk, and without what was the other's alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="uuid">The domain's, if it is defined: libvirt changes no definition under another.</param>
    internal static XElement Adapt(GoldenImageFile image, string? uuid)
    {
        XElement domain;
        try
        {
            domain = XElement.Parse(image.DomainXml);
        }
        catch (XmlException error)
        {
            throw new HypervisorException(
                HypervisorFault.GoldenImageDamaged,
                $"golden image {image.Name}: its definition is no XML: {error.Message}",
                error);
        }

        var named = DiskElements.GoldenDiskOf(image.Name, domain);
        if ((string?)domain.Element("name") != image.Name || named.Format != image.Format)
        {
            throw new HypervisorException(
                HypervisorFault.GoldenImageDamaged,
                $"golden image {image.Name}: its definition is of {(string?)domain.Element("name")} with a disk in the "
                    + $"format {named.Format}, not {image.Format}");
        }

        domain.Elements("uuid").Remove();
        domain.Attributes("id").Remove();
        if (uuid is not null)
        {
            domain.AddFirst(new XElement("uuid", uuid));
        }

        var disk = DiskElements.WritableDisk(domain);
        disk.Elements("backingStore").Remove();
        disk.Element("source")!.ReplaceWith(new XElement("source", new XAttribute("file", image.DiskPath)));
        return domain;
    }
}
