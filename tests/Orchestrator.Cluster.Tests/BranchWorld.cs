using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Time;

namespace Orchestrator.Cluster.Tests;

/// <summary>Nodes that share a pool, on simulated drivers and one simulated store, under one clock.</summary>
internal sealed class BranchWorld : IAsyncDisposable
{
    public const string PoolText = "demo";

    private const int StepsMax = 3_000;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<BranchNodeWorld> _nodes = [];

    public static PoolName Pool { get; } = PoolName.Parse(PoolText);

    public SimulatedCoordinatorWorld Coordination { get; } = new();

    public ManualTimeProvider Time => Coordination.Time;

    public SimulatedStore Store => Coordination.Store;

    public SimulatedNetwork Network { get; } = new();

    public SeededDispatcher Dispatcher { get; } = new(3);

    /// <summary>A node's process, started on what an earlier one left.</summary>
    public BranchNodeWorld Start(string name, int machines = 8, int branchSize = 4, BranchNodeWorld? earlier = null)
    {
        var node = new BranchNodeWorld(this, NodeName.Parse(name), machines, branchSize, earlier);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Lets time pass until something is so.</summary>
    public async Task UntilAsync(string expected, Func<bool> holds)
    {
        for (var step = 0; step < StepsMax; step++)
        {
            Dispatcher.RunUntilIdle();
            if (holds())
            {
                return;
            }

            await PassStepAsync();
        }

        Assert.Fail($"within {Step * StepsMax} expected {expected}; there was: {Describe()}");
    }

    public async Task PassAsync(TimeSpan duration)
    {
        for (var end = Time.GetUtcNow() + duration; Time.GetUtcNow() < end;)
        {
            await PassStepAsync();
        }
    }

    /// <summary>alpha has no room for machines; beta has all of them.</summary>
    public async Task<(BranchNodeWorld Alpha, BranchNodeWorld Beta)> StartPairAsync(int machines)
    {
        var alpha = Start("alpha", machines: 0, branchSize: machines);
        var beta = Start("beta", machines, branchSize: machines);
        await UntilAsync($"{machines} machines on beta", () => beta.Machines == machines);
        await UntilAsync("alpha sees them", () => alpha.Coordinator.Snapshot.Find(beta.Name)
            ?.CleanMachines(Pool) == machines);
        return (alpha, beta);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    /// <summary>Answers between actors and tasks come by the thread pool; they get a moment at each step.</summary>
    private async Task PassStepAsync()
    {
        Dispatcher.RunUntilIdle();
        Time.Advance(Step);
        Dispatcher.RunUntilIdle();
        await Task.Yield();
    }

    private string Describe() => string.Join("\n", _nodes.Where(node => node.IsAlive).Select(node =>
    {
        var branch = node.Coordinator.Snapshot;
        var members = branch.Members.Values.Select(member =>
            $"{member.Node} {member.State.Status} {(member.IsReachable ? "" : "un")}reachable");
        return $"{node.Name}: {string.Join(", ", members)}; plan {branch.Plan}; coordinator {branch.Coordinator}; "
            + $"{node.Hypervisor.Running.Count} machines; log: {string.Join(" | ", node.Log.TakeLast(5))}";
    }));
}
