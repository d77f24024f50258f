using System.Xml.Linq;
using Orchestrator.Core.Machines;
using Orchestrator.Libvirt.DomainXml;

namespace Orchestrator.Libvirt.Tests.DomainXml;

public sealed class CloneXmlTests
{
    private const string Name = "pbm-kiosks-5921-00000000000a0b0c";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "DomainXml", "testdata");

    /// <summary>Rewrite with <c>GOLDEN_REWRITE=FOLDER</c> and read the difference.</summary>
    [Theory]
    [InlineData("plain")]
    [InlineData("office-desktop")]
    public async Task Derive_Golden_IsTheClone(string scenario)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var clone = Derive(Load(scenario), Name) + "\n";
        if (Environment.GetEnvironmentVariable("GOLDEN_REWRITE") is { Length: > 0 } folder)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, scenario + ".clone.xml"), clone, cancellation);
        }

        var expected = await File.ReadAllTextAsync(Path.Combine(Folder, scenario + ".clone.xml"), cancellation);
        Assert.Equal(expected, clone);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("office-desktop")]
    public void Derive_FromItsClone_ChangesNothing(string scenario)
    {
        var clone = Derive(Load(scenario), Name);

        // Only the order of the devices may differ; libvirt gives it no meaning between devices of different kinds.
        Assert.Equal(Elements(clone), Elements(Derive(XElement.Parse(clone), Name)));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("office-desktop")]
    public void Derive_Golden_LeavesItAsItIs(string scenario)
    {
        var golden = Load(scenario);
        var before = golden.ToString();
        Derive(golden, Name);

        Assert.Equal(before, golden.ToString());
    }

    [Fact]
    public void Derive_TwoMachines_ShareNeitherUuidNorMac()
    {
        var golden = Load("office-desktop");
        var one = XElement.Parse(Derive(golden, Name));
        var other = XElement.Parse(Derive(golden, "pbm-kiosks-5921-00000000000a0b0e"));

        Assert.NotEqual((string)one.Element("uuid")!, (string)other.Element("uuid")!);
        Assert.Empty(Macs(one).Intersect(Macs(other)));
        Assert.Equal(2, Macs(one).Distinct().Count());
    }

    private static IEnumerable<string> Elements(string domain)
    {
        var all = XElement.Parse(domain);
        var devices = all.Element("devices")!.Elements().Select(device => device.ToString()).ToList();
        all.Element("devices")!.Remove();
        return devices.Append(all.ToString()).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Macs(XElement domain) =>
        domain.Descendants("mac").Select(mac => (string)mac.Attribute("address")!);

    private static XElement Load(string scenario) => XElement.Load(Path.Combine(Folder, scenario + ".golden.xml"));

    private static string Derive(XElement golden, string name)
    {
        Assert.True(MachineName.TryParse(name, out var machine));
        return CloneXml.Derive(golden, new CloneDomain(machine, $"/overlays/{name}.qcow2"));
    }
}
