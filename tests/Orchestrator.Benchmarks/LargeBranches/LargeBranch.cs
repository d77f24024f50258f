using System.Globalization;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Time;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>Many nodes in one process, on one thread and one clock that jumps from timer to timer.</summary>
internal sealed class LargeBranch
{
    /// <summary>One in ten is spare.</summary>
    public const int SlotsPerNode = 11;

    public static readonly PoolName Pool = PoolName.Parse("demo");

    /// <summary>The servers of a branch are not switched on at one moment.</summary>
    private static readonly TimeSpan SwitchingOn = TimeSpan.FromSeconds(10);

    private readonly List<LargeBranchNode> _nodes = [];

    public LargeBranch(int nodes, int seed)
    {
        Slots = nodes * SlotsPerNode;
        Delays = new Delays(Time, seed);
        Dispatcher = new SeededDispatcher(seed);
        Store = new SimulatedStore(Time);
        Network = new DistantNetwork(Delays);
        for (var number = 1; number <= nodes; number++)
        {
            var name = NodeName.Parse("n" + number.ToString(CultureInfo.InvariantCulture));
            var chance = seed + number;
            Delays.Later(Delays.Within(SwitchingOn), () => _nodes.Add(new LargeBranchNode(this, name, chance)));
        }

        Pass(SwitchingOn);
    }

    public ManualTimeProvider Time { get; } = new();

    public Delays Delays { get; }

    public SeededDispatcher Dispatcher { get; }

    /// <summary>Turns that were given to actors.</summary>
    public long Turns { get; private set; }

    public SimulatedStore Store { get; }

    public DistantNetwork Network { get; }

    /// <summary>Slots over all nodes.</summary>
    public int Slots { get; }

    public IReadOnlyList<LargeBranchNode> Nodes => _nodes;

    /// <summary>Clean machines, as the last node sees them announced.</summary>
    public int CleanMachines =>
        Nodes[^1].Coordinator.Snapshot.Members.Values.Sum(member => member.CleanMachines(Pool));

    /// <summary>Lets time pass; everybody comes to rest between two timers.</summary>
    public void Pass(TimeSpan time) => Time.Pass(time, () => Turns += Dispatcher.RunUntilIdle());
}
