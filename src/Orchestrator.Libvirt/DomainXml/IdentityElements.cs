using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>Name and uuid; what names the golden domain's own run-time state goes.</summary>
internal static class IdentityElements
{
    public static void Apply(XElement domain, CloneDomain clone)
    {
        domain.SetAttributeValue("id", null);
        domain.SetElementValue("name", clone.Name.ToString());
        domain.SetElementValue("uuid", UuidOf(clone.Name.ToString()).ToString());
        domain.Elements("title").Remove();
        domain.Elements("genid").Remove();

        // A second domain cannot share the golden one's variable store; libvirt makes a fresh one from the template.
        domain.Element("os")?.Elements("nvram").Where(nvram => nvram.Attribute("template") is null).Remove();
        domain.Element("os")?.Element("nvram")?.RemoveNodes();
    }

    /// <summary>A version 8 (custom) uuid from the name's hash: the same machine always has the same one.</summary>
    private static Guid UuidOf(string name)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
