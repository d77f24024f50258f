using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Time;

namespace Orchestrator.Testing.Coordination;

/// <summary>A branch on the simulated store: all of the adapter but its HTTP, on a clock of the test's.</summary>
public sealed class SimulatedCoordinatorWorld : ICoordinatorWorld
{
    private const int StepsMax = 3_000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public SimulatedCoordinatorWorld() => Store = new SimulatedStore(Time);

    public ManualTimeProvider Time { get; } = new();

    public SimulatedStore Store { get; }

    public ICoordinator Start(string node, string server) => Start(node, server, Store.Connect());

    /// <param name="node">The node's name.</param>
    /// <param name="server">Which server it runs on.</param>
    /// <param name="connection">Its way to the store.</param>
    public ICoordinator Start(string node, string server, SimulatedConnection connection) => new EtcdCoordinator(
        connection, new NodeIdentity(NodeName.Parse(node), server), new CoordinationOptions(), Time,
        NullLoggerFactory.Instance);

    public void LoseStore() => Store.HasQuorum = false;

    public void ReturnStore() => Store.HasQuorum = true;

    public Task CompactAsync()
    {
        Store.Compact();
        return Task.CompletedTask;
    }

    public async Task PassUntilAsync(Task task, string expected, Func<string> there)
    {
        for (var step = 0; step < StepsMax && !task.IsCompleted; step++)
        {
            Time.Advance(Step);
            await Task.Yield();
        }

        Assert.True(task.IsCompleted, $"within {Step * StepsMax} expected {expected}; there was: {there()}");
        await task;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
