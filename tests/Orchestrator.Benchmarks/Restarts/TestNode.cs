using System.Xml.Linq;
using Orchestrator.Core.Machines;
using Orchestrator.Libvirt.DomainXml;

namespace Orchestrator.Benchmarks.Restarts;

/// <summary>
/// A host for libvirt's test driver, which runs inside the process that opens it and begins with what its file says:
/// the machines' domains, all running, as the product derives them from a golden one, and their overlays.
/// </summary>
internal static class TestNode
{
    public const string StoragePool = "pbm-overlays";

    private const string Directory = "/var/lib/pbm-test-driver";

    // The test driver's own namespace: the state that a domain begins with.
    private static readonly XNamespace Driver = "http://libvirt.org/schemas/domain/test/1.0";

    private static readonly XElement Golden = XElement.Parse($"""
        <domain type='test'>
          <name>golden</name>
          <memory unit='MiB'>128</memory>
          <os><type arch='x86_64'>hvm</type></os>
          <devices>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2'/>
              <source file='{Directory}/golden.qcow2'/>
              <target dev='vda' bus='virtio'/>
            </disk>
          </devices>
        </domain>
        """);

    public static XElement Of(IEnumerable<MachineName> machines)
    {
        var all = machines.ToList();
        return new XElement(
            "node",
            Stopped(Golden),
            all.Select(machine =>
                XElement.Parse(CloneXml.Derive(Golden, new CloneDomain(machine, PathOf(machine))))),
            new XElement(
                "pool",
                new XAttribute("type", "dir"),
                new XElement("name", StoragePool),
                new XElement("target", new XElement("path", Directory)),
                all.Select(Overlay)));
    }

    private static string PathOf(MachineName machine) => $"{Directory}/{machine.OverlayName}";

    private static XElement Stopped(XElement domain)
    {
        var stopped = new XElement(domain);
        stopped.Add(new XElement(
            Driver + "runstate", new XAttribute(XNamespace.Xmlns + "test", Driver.NamespaceName), 5));
        return stopped;
    }

    private static XElement Overlay(MachineName machine) => new(
        "volume",
        new XAttribute("type", "file"),
        new XElement("name", machine.OverlayName),
        new XElement("capacity", new XAttribute("unit", "MiB"), 64),
        new XElement("allocation", 0),
        new XElement(
            "target",
            new XElement("path", PathOf(machine)),
            new XElement("format", new XAttribute("type", "qcow2"))),
        new XElement(
            "backingStore",
            new XElement("path", $"{Directory}/golden.qcow2"),
            new XElement("format", new XAttribute("type", "qcow2"))));
}
