using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Cluster.Claims;
using Orchestrator.Cluster.Links;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Pool.Pools;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Nodes.Network;
using Orchestrator.Simulation.Nodes.Store;

namespace Orchestrator.Simulation.Nodes;

/// <summary>One process's part in its branch: the real coordination on a simulated store, the real claims on a
/// simulated network.</summary>
internal sealed class NodePart
{
    private readonly World _world;
    private readonly ActorSystem _system;
    private readonly TimeProvider _clock;
    private readonly ILoggerFactory _loggers;
    private readonly NodeWrappers _wrappers;
    private BranchMembership? _membership;

    public NodePart(
        World world, ActorSystem system, IDispatcher dispatcher, TimeProvider clock, ILoggerFactory loggers,
        NodeWrappers wrappers)
    {
        (_world, _system, _clock, _loggers, _wrappers) = (world, system, clock, loggers, wrappers);
        var nodes = world.Nodes!;
        Etcd = new FaultyEtcd(world, dispatcher);
        Coordinator = new EtcdCoordinator(
            wrappers.Etcd(world, Etcd), new NodeIdentity(world.Node, $"server-{world.Node}"), nodes.Plan.Coordination,
            clock, loggers);
        Network = new NodeEnd(nodes.Network, world.Node);
        Consoles = new GuestConsoles(clock);
        Neighbours = wrappers.Neighbours(world, new Neighbours(
            system, Coordinator, wrappers.Network(world, Network),
            wrappers.Consoles(world, new WatchedConsoles(world, Consoles)), nodes.Plan.Claims, loggers));
    }

    public FaultyEtcd Etcd { get; }

    public EtcdCoordinator Coordinator { get; }

    public NodeEnd Network { get; }

    public GuestConsoles Consoles { get; }

    public INeighbours Neighbours { get; }

    public bool SkipsWays => _wrappers.SkipsWays;

    public MemberStatus? Status => Coordinator.Snapshot.Find(_world.Node)?.State.Status;

    public void Join(LocalPools pools)
    {
        var plan = _world.Nodes!.Plan;
        var settings = _world.Plan.Settings;
        var capacity = plan.Capacities[_world.Nodes.Servers.FindIndex(server => server.World == _world)];
        _membership = new BranchMembership(
            _system,
            new BranchNode(Coordinator, _wrappers.Pools(_world, pools), pools, _loggers)
            {
                Address = $"{_world.Node}.branch:5907",
                Version = "1.0",
                Capacity = new NodeCapacity(capacity, 0, capacity),
                Configured = [new NodePool(settings.Name, plan.PoolSize, new MachineSize(1, 1), settings.GoldenImage)],
                LookInterval = plan.LookInterval,
                ReplanAfter = plan.ReplanAfter,
            },
            _clock);
    }

    /// <summary>The process is gone.</summary>
    public void Kill(bool silently)
    {
        Etcd.Kill();
        Network.Kill(silently);
    }
}
