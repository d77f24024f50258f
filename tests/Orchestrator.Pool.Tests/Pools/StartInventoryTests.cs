using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests.Pools;

public sealed class StartInventoryTests : IAsyncDisposable
{
    private readonly CountingHypervisor _hypervisor = new(new SimulatedHypervisor(TimeProvider.System));
    private readonly StartInventory _inventory;

    public StartInventoryTests() => _inventory = new StartInventory(_hypervisor);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _hypervisor.DisposeAsync();

    [Fact]
    public async Task Asked_WhileOneIsTaken_SharesIt()
    {
        _hypervisor.Hanging.Add(1);
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var one = _inventory.TakeAsync(first.Token);
        var other = _inventory.TakeAsync(second.Token);
        Assert.Equal(1, _hypervisor.Inventories);

        await first.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(other.IsCompleted, "the other waits still");
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
    }

    /// <summary>It may never come.</summary>
    [Fact]
    public async Task Asked_AfterSomebodyGaveUp_TakesAnother()
    {
        _hypervisor.Hanging.Add(1);
        using var first = new CancellationTokenSource();
        var one = _inventory.TakeAsync(first.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);

        await _inventory.TakeAsync(Cancellation);

        Assert.Equal(2, _hypervisor.Inventories);
    }

    /// <summary>A pool's actor that restarts later must not believe what was.</summary>
    [Fact]
    public async Task Asked_AfterItIsOver_TakesAnother()
    {
        await _inventory.TakeAsync(Cancellation);
        await _inventory.TakeAsync(Cancellation);

        Assert.Equal(2, _hypervisor.Inventories);
    }

    [Fact]
    public async Task Failed_ForOne_IsTakenAnew()
    {
        var simulated = new SimulatedHypervisor(TimeProvider.System);
        simulated.FailNext(SimulatedOperation.Inventory, HypervisorFault.Failed);
        var inventory = new StartInventory(simulated);

        await Assert.ThrowsAsync<HypervisorException>(() => inventory.TakeAsync(Cancellation));

        Assert.Empty((await inventory.TakeAsync(Cancellation)).All);
    }
}
