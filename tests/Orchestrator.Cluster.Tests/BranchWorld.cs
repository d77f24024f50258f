using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
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

    /// <summary>Two nodes with two clean machines each.</summary>
    public async Task<(BranchNodeWorld Alpha, BranchNodeWorld Beta)> TwoAsync()
    {
        var (alpha, beta) = (Start("alpha"), Start("beta"));
        await UntilAsync("two clean machines each", () => new[] { alpha, beta }.All(node =>
            node.Coordinator.Snapshot.Find(node.Name)?.CleanMachines(Pool) == 2 && node.Machines == 2));
        return (alpha, beta);
    }

    /// <summary>A kiosk calls the node and connects to what it gets.</summary>
    public async Task UseAsync(BranchNodeWorld node, int kiosk)
    {
        var line = node.Signal(kiosk);
        await UntilAsync($"kiosk {kiosk} served", () => line.Lines.Contains(SignalText.RuleAdded));
        Assert.True(node.Connect(kiosk), $"kiosk {kiosk} could not connect");
        await UntilAsync($"kiosk {kiosk} connected", () => line.Lines.Contains(SignalText.Connected));
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

    /// <summary>Lets time pass until a node's pool is so.</summary>
    public async Task UntilPoolAsync(BranchNodeWorld node, string expected, Func<PoolSnapshot, bool> holds)
    {
        for (var step = 0; step < StepsMax; step++)
        {
            if (holds(await node.SeeAsync()))
            {
                return;
            }

            await PassStepAsync();
        }

        Assert.Fail($"within {Step * StepsMax} expected of {node.Name}'s pool {expected}; there was: {Describe()}");
    }

    public async Task PassAsync(TimeSpan duration)
    {
        for (var end = Time.GetUtcNow() + duration; Time.GetUtcNow() < end;)
        {
            await PassStepAsync();
        }
    }

    /// <summary>alpha has no room for machines; beta has all of them.</summary>
    /// <param name="machines">Machines of beta.</param>
    /// <param name="others">Machines of nodes that the test starts beside these: whichever node is the first defines
    /// the pool, so that all must mean the same size.</param>
    public async Task<(BranchNodeWorld Alpha, BranchNodeWorld Beta)> StartPairAsync(int machines, int others = 0)
    {
        var alpha = Start("alpha", machines: 0, branchSize: machines + others);
        var beta = Start("beta", machines, branchSize: machines + others);
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
