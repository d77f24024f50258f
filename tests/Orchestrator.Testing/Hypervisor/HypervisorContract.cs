using System.Collections.Concurrent;
using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>
/// The hypervisor's numbered conditions (see <see cref="IHypervisor"/>); every implementation passes them. One that
/// cannot show some of them says so by <see cref="LacksAttribute"/>.
/// </summary>
public abstract class HypervisorContract
{
    /// <summary>
    /// An event of a real hypervisor crosses two processes; ten seconds between two tries to reconnect.
    /// </summary>
    private static readonly TimeSpan EventBound = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IHypervisorWorld> CreateAsync();

    [Fact]
    public async Task C01_Cloned_IsRunningWithItsOverlay()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);

        var inventory = await world.Hypervisor.TakeInventoryAsync(Cancellation);
        Assert.Contains(machine, inventory.RunningDomains);
        Assert.Contains(machine, inventory.Overlays);
        Assert.DoesNotContain(machine, inventory.StoppedDomains);
    }

    [Fact]
    public async Task C02_ClonedTwice_IsClonedOnce()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);
        var before = await world.Hypervisor.TakeInventoryAsync(Cancellation);

        await world.Hypervisor.CloneAsync(await OrderAsync(world, machine), Cancellation);

        var after = await world.Hypervisor.TakeInventoryAsync(Cancellation);
        Assert.Equal(before.All.ToHashSet(), after.All.ToHashSet());
    }

    [Fact]
    public async Task C03_CloneThatFails_LeavesNothing()
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();
        var order = await OrderAsync(world, machine);
        world.TakePort(machine.Slot.ConsolePort);

        await Assert.ThrowsAsync<HypervisorException>(() => world.Hypervisor.CloneAsync(order, Cancellation));

        Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
    }

    [Fact]
    public async Task C04_Absent_IsNeitherDomainNorOverlay()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);
        var neighbour = await CloneAsync(world);

        await world.Hypervisor.EnsureAbsentAsync(machine, Cancellation);

        var inventory = await world.Hypervisor.TakeInventoryAsync(Cancellation);
        Assert.DoesNotContain(machine, inventory.All);
        Assert.Contains(neighbour, inventory.RunningDomains);
    }

    [Fact]
    public async Task C05_AbsentOfNobody_Succeeds()
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();

        await world.Hypervisor.EnsureAbsentAsync(machine, Cancellation);

        Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
    }

    [Theory]
    [InlineData(HypervisorFault.GoldenImageMissing)]
    [InlineData(HypervisorFault.GoldenImageRunning)]
    [InlineData(HypervisorFault.GoldenImageDamaged)]
    [InlineData(HypervisorFault.GoldenImageShared)]
    [InlineData(HypervisorFault.GoldenImageChanged)]
    public async Task C06_SpoiltGoldenImage_IsNotCloned(HypervisorFault fault)
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();
        var order = await OrderAsync(world, machine);
        await world.SpoilGoldenImageAsync(fault);

        await FailsAsync(fault, () => world.Hypervisor.InspectGoldenImageAsync(
            world.GoldenImage, fault == HypervisorFault.GoldenImageChanged ? order.Base : null, Cancellation));
        await FailsAsync(fault, () => world.Hypervisor.CloneAsync(order, Cancellation));
        Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
    }

    [Fact]
    public async Task C07_Inventory_KnowsOursOnly()
    {
        await using var world = await CreateAsync();
        var before = (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All.ToHashSet();
        await world.AddForeignAsync();
        var machine = await CloneAsync(world);

        var after = (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All.ToHashSet();
        Assert.Equal([machine], after.Except(before));
    }

    [Fact]
    public async Task C08_StoppedDomain_IsReportedForItsMachine()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);
        var neighbour = await CloneAsync(world);
        var stopped = NextEvent(world, @event => @event is MachineStopped one
            && (one.Machine == machine || one.Machine == neighbour), "the end of a machine");

        await world.StopAsync(machine);

        Assert.Equal(machine, Assert.IsType<MachineStopped>(await stopped()).Machine);
    }

    [Fact]
    public async Task C09_SilentAgent_IsFalseAndNoMachineAFault()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);

        Assert.False(await world.Hypervisor.PingAgentAsync(machine, Cancellation));
        await FailsAsync(
            HypervisorFault.MachineNotRunning,
            () => world.Hypervisor.PingAgentAsync(world.NextMachine(), Cancellation));
    }

    [Fact]
    public async Task C10_PortTaken_FailsTheClone()
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();
        var order = await OrderAsync(world, machine);
        world.TakePort(machine.Slot.ConsolePort);

        await FailsAsync(
            HypervisorFault.ConsolePortTaken, () => world.Hypervisor.CloneAsync(order, Cancellation));
    }

    [Needs(HypervisorAbility.Loss)]
    public async Task C11_Lost_FailsUntilItReturns()
    {
        await using var world = await CreateAsync();
        var machine = await CloneAsync(world);
        var order = await OrderAsync(world, world.NextMachine());
        var lost = NextEvent(world, @event => @event is HypervisorLost, "the loss");
        var back = NextEvent(world, @event => @event is HypervisorReconnected, "the return");

        await world.LoseAsync();
        await lost();
        await FailsAsync(HypervisorFault.Unreachable, () => world.Hypervisor.TakeInventoryAsync(Cancellation));
        await FailsAsync(HypervisorFault.Unreachable, () => world.Hypervisor.CloneAsync(order, Cancellation));
        await FailsAsync(
            HypervisorFault.Unreachable, () => world.Hypervisor.EnsureAbsentAsync(machine, Cancellation));
        await FailsAsync(
            HypervisorFault.Unreachable, () => world.Hypervisor.MeasureHostAsync(world.GoldenImage, Cancellation));

        await world.ReturnAsync();
        await back();
        Assert.Contains(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).RunningDomains);
    }

    [Needs(HypervisorAbility.HostMemory)]
    public async Task C12_Measured_IsTheHostAndTheGoldenDomain()
    {
        await using var world = await CreateAsync();
        await CloneAsync(world);

        var measured = await world.Hypervisor.MeasureHostAsync(world.GoldenImage, Cancellation);

        Assert.Equal(world.GoldenMemoryBytes, measured.MachineMemoryBytes);
        Assert.InRange(measured.MemoryAvailableBytes, 1, measured.MemoryTotalBytes);
        Assert.InRange(measured.MachineMemoryBytes, 1, measured.MemoryTotalBytes);
    }

    [Fact]
    public async Task C12_GoldenDomainMissing_IsAFault()
    {
        await using var world = await CreateAsync();
        await world.SpoilGoldenImageAsync(HypervisorFault.GoldenImageMissing);

        await FailsAsync(
            HypervisorFault.GoldenImageMissing,
            () => world.Hypervisor.MeasureHostAsync(world.GoldenImage, Cancellation));
    }

    [Fact]
    public async Task C13_ForeignDomainOfOurName_IsLeftAlone()
    {
        await using var world = await CreateAsync();
        var machine = world.NextMachine();
        var order = await OrderAsync(world, machine);
        await world.AddForeignAsync(machine);

        await FailsAsync(HypervisorFault.NotOurs, () => world.Hypervisor.CloneAsync(order, Cancellation));
        await FailsAsync(HypervisorFault.NotOurs, () => world.Hypervisor.EnsureAbsentAsync(machine, Cancellation));

        Assert.DoesNotContain(machine, (await world.Hypervisor.TakeInventoryAsync(Cancellation)).All);
        Assert.True(await world.IsForeignRunningAsync(machine), $"the foreign domain {machine} does not run any more");
    }

    private static async Task<MachineName> CloneAsync(IHypervisorWorld world)
    {
        var machine = world.NextMachine();
        await world.Hypervisor.CloneAsync(await OrderAsync(world, machine), Cancellation);
        return machine;
    }

    private static async Task<CloneOrder> OrderAsync(IHypervisorWorld world, MachineName machine) => new(
        machine,
        world.GoldenImage,
        await world.Hypervisor.InspectGoldenImageAsync(world.GoldenImage, null, Cancellation));

    private static async Task FailsAsync(HypervisorFault fault, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<HypervisorException>(call);
        Assert.True(error.Fault == fault, $"expected the fault {fault}; there was {error.Fault}: {error.Message}");
    }

    /// <summary>Arms at once; the returned call waits.</summary>
    private static Func<Task<HypervisorEvent>> NextEvent(
        IHypervisorWorld world, Func<HypervisorEvent, bool> wanted, string what)
    {
        var seen = new ConcurrentQueue<HypervisorEvent>();
        var came = new TaskCompletionSource<HypervisorEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscription = world.Hypervisor.Subscribe(@event =>
        {
            seen.Enqueue(@event);
            if (wanted(@event))
            {
                came.TrySetResult(@event);
            }
        });
        return async () =>
        {
            using (subscription)
            {
                await Task.WhenAny(came.Task, Task.Delay(EventBound, TimeProvider.System, Cancellation));
                Assert.True(
                    came.Task.IsCompleted,
                    $"within {EventBound} expected {what}; there was: {string.Join(", ", seen)}");
                return await came.Task;
            }
        };
    }
}
