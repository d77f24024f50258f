using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Libvirt;
using Orchestrator.Testing.Branch;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>What somebody else made under a name of ours, beyond the contract's condition.</summary>
[Collection(ServerCollection.Name)]
public sealed class ForeignDomainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("<m:machine xmlns:m='urn:pool-orchestrator:machine:1' pool='other' slot='1' id='1'/>")]
    public async Task Domain_WithoutOurMetadata_IsLeftAlone(string metadata)
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => new LibvirtOptions());
        var machine = world.NextMachine();
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, $"""
                <domain type='qemu'>
                  <name>{machine}</name>
                  <metadata>{metadata}</metadata>
                  <memory unit='MiB'>16</memory>
                  <os><type arch='x86_64' machine='pc'>hvm</type></os>
                </domain>
                """, Cancellation);
            await Virsh.RunAsync("define", path);

            var error = await Assert.ThrowsAsync<HypervisorException>(
                () => world.Hypervisor.EnsureAbsentAsync(machine, Cancellation));

            Assert.Equal(HypervisorFault.NotOurs, error.Fault);
            Assert.Contains(
                $"domain {machine} has a machine's name and does not carry our metadata", error.Message,
                StringComparison.Ordinal);
            Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
            Assert.NotNull(await Virsh.TryAsync("dominfo", machine.ToString()));
        }
        finally
        {
            File.Delete(path);
            await Virsh.TryAsync("undefine", machine.ToString());
        }
    }

    [Fact]
    public async Task Volume_ThatIsNoOverlay_IsLeftAlone()
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => new LibvirtOptions());
        var machine = world.NextMachine();
        var path = Path.Combine(DaemonProcess.OverlayDirectory, machine.OverlayName);
        try
        {
            await Command.RunAsync("qemu-img", "create", "-q", "-f", "raw", "-o", "preallocation=full", path, "4M");
            Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);

            var error = await Assert.ThrowsAsync<HypervisorException>(
                () => world.Hypervisor.EnsureAbsentAsync(machine, Cancellation));

            Assert.Equal(HypervisorFault.NotOurs, error.Fault);
            Assert.Contains($"volume {path} has a machine's name", error.Message, StringComparison.Ordinal);
            Assert.True(File.Exists(path), "the foreign volume was deleted");
            var order = new CloneOrder(
                machine,
                world.GoldenImage,
                await world.Hypervisor.InspectGoldenImageAsync(world.GoldenImage, null, Cancellation));
            await Assert.ThrowsAsync<HypervisorException>(() => world.Hypervisor.CloneAsync(order, Cancellation));
            Assert.True(File.Exists(path), "the clone that it hindered deleted the foreign volume");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("qcow2")]
    public async Task Volume_TornInTheMaking_IsOurs(string format)
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => new LibvirtOptions());
        var machine = world.NextMachine();
        var path = Path.Combine(DaemonProcess.OverlayDirectory, machine.OverlayName);
        await Command.RunAsync("qemu-img", "create", "-q", "-f", format, path, "8M");
        Assert.Contains(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).Overlays);

        await world.Hypervisor.EnsureAbsentAsync(machine, Cancellation);

        Assert.False(File.Exists(path), "the torn overlay was left");
    }
}
