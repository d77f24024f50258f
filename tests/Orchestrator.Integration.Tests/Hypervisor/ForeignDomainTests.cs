using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Libvirt;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>A domain of somebody else under a name of ours.</summary>
[Collection(ServerCollection.Name)]
public sealed class ForeignDomainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Domain_WithoutOurMetadata_IsLeftAlone()
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => new LibvirtOptions());
        var machine = world.NextMachine();
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $"""
                <domain type='qemu'>
                  <name>{machine}</name>
                  <memory unit='MiB'>16</memory>
                  <os><type arch='x86_64' machine='pc'>hvm</type></os>
                </domain>
                """, Cancellation);
            await Virsh.RunAsync("define", path);

            var error = await Assert.ThrowsAsync<HypervisorException>(
                () => world.Hypervisor.EnsureAbsentAsync(machine, Cancellation));

            Assert.Equal(HypervisorFault.Failed, error.Fault);
            Assert.Contains("does not carry our metadata", error.Message, StringComparison.Ordinal);
            Assert.Contains(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
        }
        finally
        {
            File.Delete(path);
            await Command.TryAsync("virsh", "-q", "undefine", machine.ToString());
        }
    }
}
