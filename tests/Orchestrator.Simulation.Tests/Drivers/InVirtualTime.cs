using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Testing.Time;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>Passes calls on and lets virtual time pass until each is over, for whoever awaits them in real
/// time.</summary>
internal sealed class InVirtualTime(IHypervisor inner, ManualTimeProvider time) : IHypervisor
{
    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) =>
        End(inner.TakeInventoryAsync(cancellation));

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) =>
        End(inner.InspectGoldenImageAsync(goldenImage, recorded, cancellation));

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation) =>
        End(inner.CloneAsync(order, cancellation));

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation) =>
        End(inner.EnsureAbsentAsync(machine, cancellation));

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) =>
        End(inner.PingAgentAsync(machine, cancellation));

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) =>
        End(inner.MeasureHostAsync(goldenImage, cancellation));

    public IDisposable Subscribe(Action<HypervisorEvent> observer) => inner.Subscribe(observer);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private T End<T>(T call)
        where T : Task
    {
        while (!call.IsCompleted && time.NextDue() is { } due)
        {
            time.Advance(due - time.GetUtcNow());
        }

        return call;
    }
}
