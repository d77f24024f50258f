using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Pool.Tests;

/// <summary>Passes every call on, and counts those that cost much.</summary>
internal sealed class CountingHypervisor(IHypervisor inner) : IHypervisor
{
    public int Clones { get; private set; }

    public int Inventories { get; private set; }

    /// <summary>Whether events are lost.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Numbers of the inventories, from 1, that never come back and do not heed their cancellation.</summary>
    public HashSet<int> Hanging { get; } = [];

    /// <summary>Runs once, when the next inventory was taken and nobody knows it yet.</summary>
    public Action? BehindInventory { get; set; }

    public async Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation)
    {
        Inventories++;
        var inventory = await (Hanging.Contains(Inventories)
            ? new TaskCompletionSource<HypervisorInventory>().Task
            : inner.TakeInventoryAsync(cancellation)).ConfigureAwait(false);
        var then = BehindInventory;
        BehindInventory = null;
        then?.Invoke();
        return inventory;
    }

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) =>
        inner.InspectGoldenImageAsync(goldenImage, recorded, cancellation);

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation)
    {
        Clones++;
        return inner.CloneAsync(order, cancellation);
    }

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) =>
        inner.EnsureAbsentAsync(machine, cancellation);

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) =>
        inner.PingAgentAsync(machine, cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) =>
        inner.MeasureHostAsync(goldenImage, cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer) => inner.Subscribe(@event =>
    {
        if (!IsDeaf)
        {
            observer(@event);
        }
    });

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
