using Orchestrator.Core.Cluster;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Checking;

namespace Orchestrator.Simulation.Nodes.Checking;

/// <summary>Which machine was ever kept for which session of another node, as the owners' journals said.</summary>
internal sealed class ClaimRules
{
    /// <summary>A claim that came in time can be journaled late.</summary>
    private static readonly TimeSpan ClaimingMax = TimeSpan.FromSeconds(60);

    private readonly HashSet<(NodeName Owner, MachineName Machine, NodeName Entry, SessionId Session)> _kept = [];
    private readonly Dictionary<NodeName, DateTimeOffset> _held = [];

    public long Remote { get; private set; }

    public bool WasKept(NodeName owner, MachineName machine, NodeName entry, SessionId session) =>
        _kept.Contains((owner, machine, entry, session));

    /// <summary>Looks whether the node holds a lease.</summary>
    public void Observe(World world)
    {
        if (world.Process?.Part?.Coordinator.HoldsLease == true)
        {
            _held[world.Node] = world.Now;
        }
    }

    public void OnKept(World owner, NodeName entry, MachineName machine, SessionId session)
    {
        Remote++;
        Observe(owner);
        _kept.Add((owner.Node, machine, entry, session));
        if (!_held.TryGetValue(owner.Node, out var held) || owner.Now - held > ClaimingMax)
        {
            owner.Checker.Fail(Rules.WithoutStore,
                $"machine {machine} of {owner.Node}, which has no lease, is kept for session {session} of {entry}");
        }
    }
}
