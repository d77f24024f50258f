using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Simulation.Mutations;

/// <summary>A hypervisor that does one thing otherwise than its contract says.</summary>
internal sealed class MutantHypervisor(IHypervisor real) : IHypervisor
{
    public Func<IHypervisor, CloneOrder, CancellationToken, Task> Clone { get; init; } =
        (real, order, cancellation) => real.CloneAsync(order, cancellation);

    public Func<IHypervisor, MachineName, CancellationToken, Task> Delete { get; init; } =
        (real, machine, cancellation) => real.EnsureAbsentAsync(machine, cancellation);

    public Func<IHypervisor, CancellationToken, Task<HypervisorInventory>> Inventory { get; init; } =
        (real, cancellation) => real.TakeInventoryAsync(cancellation);

    public Func<HypervisorEvent, bool> Tells { get; init; } = _ => true;

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) =>
        Inventory(real, cancellation);

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) =>
        real.InspectGoldenImageAsync(goldenImage, recorded, cancellation);

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation) => Clone(real, order, cancellation);

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) =>
        Delete(real, machine, cancellation);

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) =>
        real.PingAgentAsync(machine, cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) =>
        real.MeasureHostAsync(goldenImage, cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer) => real.Subscribe(@event =>
    {
        if (Tells(@event))
        {
            observer(@event);
        }
    });

    public ValueTask DisposeAsync() => real.DisposeAsync();
}
