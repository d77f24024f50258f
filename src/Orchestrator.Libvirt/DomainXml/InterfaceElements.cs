using System.Globalization;
using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>A MAC address of its own for every network card, under QEMU's prefix; the host's device name is libvirt's
/// to choose.</summary>
internal static class InterfaceElements
{
    public static void Apply(XElement domain, CloneDomain clone)
    {
        var index = 0u;
        foreach (var card in CloneXml.Devices(domain).Elements("interface"))
        {
            card.Elements("target").Remove();
            var mac = card.Element("mac");
            if (mac is null)
            {
                card.AddFirst(mac = new XElement("mac"));
            }

            mac.SetAttributeValue("address", AddressOf(clone, index++));
        }
    }

    /// <summary>The id's low 24 bits differ between machines that live at one time: 20 of them are random and the
    /// next four are milliseconds.</summary>
    private static string AddressOf(CloneDomain clone, uint index)
    {
        var low = (uint)((clone.Name.Machine.Value + index) & 0xFFFFFF);
        return string.Create(
            CultureInfo.InvariantCulture, $"52:54:00:{(low >> 16) & 0xFF:x2}:{(low >> 8) & 0xFF:x2}:{low & 0xFF:x2}");
    }
}
