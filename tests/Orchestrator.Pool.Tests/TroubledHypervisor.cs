using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Pool.Tests;

/// <summary>A hypervisor whose next calls go wrong, in ways that heed nobody.</summary>
internal sealed class TroubledHypervisor(IHypervisor inner, TimeProvider time) : IHypervisor
{
    private readonly Queue<(Trouble Trouble, TimeSpan Late)> _due = [];
    private SimulatedOperation _of;

    /// <summary>Calls that are to go wrong and were not made yet.</summary>
    public int Left => _due.Count;

    /// <summary>Clones and deletions in the order of their calls.</summary>
    public List<(SimulatedOperation Operation, MachineName Machine, DateTimeOffset At)> Calls { get; } = [];

    /// <summary>Machines that were cloned, in order.</summary>
    public IReadOnlyList<MachineName> Cloned =>
        [.. Calls.Where(call => call.Operation == SimulatedOperation.Clone).Select(call => call.Machine)];

    /// <summary>The next calls of this kind, and of no other, go wrong.</summary>
    public void TroubleNext(SimulatedOperation operation, Trouble trouble, TimeSpan late = default, int calls = 1)
    {
        _due.Clear();
        _of = operation;
        for (var i = 0; i < calls; i++)
        {
            _due.Enqueue((trouble, late));
        }
    }

    public Task<HypervisorInventory> TakeInventoryAsync(CancellationToken cancellation) =>
        Do(SimulatedOperation.Inventory, inner.TakeInventoryAsync, cancellation);

    public Task<GoldenImageIdentity> InspectGoldenImageAsync(
        string goldenImage, GoldenImageIdentity? recorded, CancellationToken cancellation) => Do(
        SimulatedOperation.Inspect,
        token => inner.InspectGoldenImageAsync(goldenImage, recorded, token),
        cancellation);

    public Task CloneAsync(CloneOrder order, CancellationToken cancellation)
    {
        Calls.Add((SimulatedOperation.Clone, order.Machine, time.GetUtcNow()));
        return Do(SimulatedOperation.Clone, token => Answer(inner.CloneAsync(order, token)), cancellation);
    }

    public Task EnsureAbsentAsync(MachineName machine, CancellationToken cancellation)
    {
        Calls.Add((SimulatedOperation.Delete, machine, time.GetUtcNow()));
        return Do(SimulatedOperation.Delete, token => Answer(inner.EnsureAbsentAsync(machine, token)), cancellation);
    }

    public Task<bool> PingAgentAsync(MachineName machine, CancellationToken cancellation) =>
        Do(SimulatedOperation.Ping, token => inner.PingAgentAsync(machine, token), cancellation);

    public Task<HostMeasurement> MeasureHostAsync(string goldenImage, CancellationToken cancellation) =>
        Do(SimulatedOperation.Measure, token => inner.MeasureHostAsync(goldenImage, token), cancellation);

    public IDisposable Subscribe(Action<HypervisorEvent> observer) => inner.Subscribe(observer);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static async Task<bool> Answer(Task call)
    {
        await call.ConfigureAwait(false);
        return true;
    }

    private async Task<T> Do<T>(
        SimulatedOperation operation, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        if (operation != _of || !_due.TryDequeue(out var due))
        {
            return await call(cancellation).ConfigureAwait(false);
        }

        switch (due.Trouble)
        {
            case Trouble.HangsForever:
                return await new TaskCompletionSource<T>().Task.ConfigureAwait(false);
            case Trouble.AnswersLate:
                await Task.Delay(due.Late, time, CancellationToken.None).ConfigureAwait(false);
                return await call(CancellationToken.None).ConfigureAwait(false);
            case Trouble.FailsAfter:
                await call(cancellation).ConfigureAwait(false);
                break;
        }

        throw new HypervisorException(HypervisorFault.Failed, $"{operation} was told that it {due.Trouble}");
    }
}
