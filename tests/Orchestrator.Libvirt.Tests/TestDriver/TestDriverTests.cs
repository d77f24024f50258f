using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Libvirt.Tests.TestDriver;

/// <summary>The contract on libvirt itself, without a libvirtd: the driver's calls, its XML and its events are the real
/// ones, the domains are libvirt's own pretence.</summary>
[Lacks(HypervisorAbility.Loss, HypervisorAbility.HostMemory)]
public sealed class TestDriverTests : HypervisorContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Once the test driver can, this class lacks nothing there.</summary>
    [Fact]
    public async Task HostMemory_IsNotSupported()
    {
        await using var world = await TestDriverWorld.CreateAsync();

        var error = await Assert.ThrowsAsync<HypervisorException>(
            () => world.Hypervisor.MeasureHostAsync(world.GoldenImage, Cancellation));
        Assert.Contains("not supported", error.Message, StringComparison.Ordinal);
    }

    /// <summary>It waits for the first connection, which nobody has seen yet.</summary>
    [Fact]
    public async Task Inventory_RightAfterTheStart_IsTaken()
    {
        await using var world = await TestDriverWorld.CreateAsync();

        Assert.Empty((await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
    }

    protected override async Task<IHypervisorWorld> CreateAsync() => await TestDriverWorld.CreateAsync();
}
