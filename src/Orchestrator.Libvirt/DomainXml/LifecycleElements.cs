using System.Xml.Linq;

namespace Orchestrator.Libvirt.DomainXml;

/// <summary>Whatever ends the guest ends the machine: a rebooted guest would be a used machine with a fresh
/// face.</summary>
internal static class LifecycleElements
{
    public static void Apply(XElement domain, CloneDomain clone)
    {
        foreach (var name in (string[])["on_poweroff", "on_reboot", "on_crash"])
        {
            domain.SetElementValue(name, "destroy");
        }
    }
}
