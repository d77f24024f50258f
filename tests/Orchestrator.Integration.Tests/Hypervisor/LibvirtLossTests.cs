using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Libvirt;
using Orchestrator.Libvirt.Calls;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>A libvirtd that dies or hangs under the driver.</summary>
[Collection(ServerCollection.Name)]
public sealed class LibvirtLossTests
{
    private const int Losses = 4;

    private static readonly LibvirtOptions Impatient = new()
    {
        CallDeadlines = new CallDeadlines { List = TimeSpan.FromSeconds(1) },
        ConnectDeadline = TimeSpan.FromSeconds(2),
        KeepAliveSeconds = 1,
        KeepAlivesMissedMax = 2,
        RecoveredAfterNormal = 3,
    };

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

    /// <summary>Each round hangs several calls: with libvirt's keepalives this has crashed the process.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hung_UnderCalls_IsReplacedEveryTime(bool killed)
    {
        await using var world = await LibvirtWorld.CreateAsync(_ => Impatient);
        var machine = await CloneAsync(world);
        using var news = new HypervisorNews(world.Hypervisor);
        var sockets = CountSockets();
        for (var loss = 0; loss < Losses; loss++)
        {
            await HangUnderCallsAsync(world, news, killed);
            await news.NextAsync<HypervisorReconnected>();
            for (var i = 0; i < Impatient.RecoveredAfterNormal; i++)
            {
                var inventory = await world.Hypervisor.TakeInventoryAsync(Cancellation);
                Assert.Contains(machine.Machine, inventory.RunningDomains);
            }

            await news.NextAsync<HypervisorRecovered>();
        }

        news.RequireNoMore();
        await Eventually.SeeAsync(
            $"the close of every connection but one: {sockets} sockets",
            () => Task.FromResult(CountSockets()),
            count => count <= sockets);
    }

    private static async Task HangUnderCallsAsync(LibvirtWorld world, HypervisorNews news, bool killed)
    {
        await LibvirtDaemon.HangAsync();
        try
        {
            var hanging = Enumerable.Range(0, Impatient.CallsInFlightMax)
                .Select(_ => world.Hypervisor.TakeInventoryAsync(Cancellation)).ToList();
            foreach (var one in hanging)
            {
                var error = await Assert.ThrowsAsync<HypervisorException>(() => one);
                Assert.Equal(HypervisorFault.Overdue, error.Fault);
            }

            await news.NextAsync<HypervisorDegraded>();
            await news.NextAsync<HypervisorLost>();
        }
        finally
        {
            await (killed ? LibvirtDaemon.KillAsync() : LibvirtDaemon.GoOnAsync());
            await LibvirtDaemon.StartAsync();
        }
    }

    private static int CountSockets() => Directory.EnumerateFiles("/proc/self/fd")
        .Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static async Task<CloneOrder> CloneAsync(LibvirtWorld world)
    {
        var identity = await world.Hypervisor.InspectGoldenImageAsync(world.GoldenImage, null, Cancellation);
        var order = new CloneOrder(world.NextMachine(), world.GoldenImage, identity);
        await world.Hypervisor.CloneAsync(order, Cancellation);
        return order;
    }
}
