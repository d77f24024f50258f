using Orchestrator.Cluster.Links;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Pool.Pools;
using Orchestrator.Simulation.Branch;

namespace Orchestrator.Simulation.Nodes;

/// <summary>What stands between a node and its branch: nothing, or something that breaks its contract, to see whether
/// the checkers notice. Each is made anew for every process.</summary>
internal sealed record NodeWrappers
{
    public Func<World, IEtcd, IEtcd> Etcd { get; init; } = (_, real) => real;

    public Func<World, INodeNetwork, INodeNetwork> Network { get; init; } = (_, real) => real;

    public Func<World, IGuestConsoles, IGuestConsoles> Consoles { get; init; } = (_, real) => real;

    public Func<World, INeighbours, INeighbours> Neighbours { get; init; } = (_, real) => real;

    /// <summary>The node's own pools, as its part in the branch sees them.</summary>
    public Func<World, IPools, IPools> Pools { get; init; } = (_, real) => real;

    /// <summary>Whether a console of another node's kiosk is joined to a machine without a look at its way.</summary>
    public bool SkipsWays { get; init; }
}
