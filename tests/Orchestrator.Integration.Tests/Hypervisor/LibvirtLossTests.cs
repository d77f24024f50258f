using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Libvirt;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>A libvirtd that dies under the driver.</summary>
[Collection(ServerCollection.Name)]
public sealed class LibvirtLossTests
{
    private const int Losses = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_AgainAndAgain_IsToldOnceEach()
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => new LibvirtOptions());
        var machine = await CloneAsync(world);
        using var news = new HypervisorNews(world.Hypervisor);
        for (var loss = 0; loss < Losses; loss++)
        {
            await LibvirtDaemon.KillAsync();
            await news.NextAsync<HypervisorLost>();
            var error = await Assert.ThrowsAsync<HypervisorException>(
                () => world.Hypervisor.TakeInventoryAsync(Cancellation));
            Assert.Equal(HypervisorFault.Unreachable, error.Fault);

            await LibvirtDaemon.StartAsync();
            await news.NextAsync<HypervisorReconnected>();
            var inventory = await world.Hypervisor.TakeInventoryAsync(Cancellation);
            Assert.Contains(machine.Machine, inventory.RunningDomains);
        }

        news.RequireNoMore();

        // The events of the last connection arrive, and those of earlier ones do not.
        await world.StopAsync(machine.Machine);
        Assert.Equal(machine.Machine, (await news.NextAsync<MachineStopped>()).Machine);
        await world.Hypervisor.EnsureAbsentAsync(machine.Machine, Cancellation);
        news.RequireNoMore();
    }

    private static async Task<CloneOrder> CloneAsync(LibvirtWorld world)
    {
        var identity = await world.Hypervisor.InspectGoldenImageAsync(world.GoldenImage, null, Cancellation);
        var order = new CloneOrder(world.NextMachine(), world.GoldenImage, identity);
        await world.Hypervisor.CloneAsync(order, Cancellation);
        return order;
    }
}
