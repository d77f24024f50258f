using Orchestrator.Contracts;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;

namespace Orchestrator.Daemon.Http;

/// <summary>Responsible for saying in the API's words what the branch's snapshot says.</summary>
internal static class ClusterView
{
    public static ClusterStatus Of(NodeName own, bool seesStore, ClusterSnapshot branch) => new(
        own.Value,
        branch.Coordinator?.Node.Value,
        seesStore,
        [
            .. branch.Members.Values.Where(IsShown).Select(member => Of(member, branch)),
        ]);

    /// <summary>Who was given up is remembered until it comes back, and is no member meanwhile.</summary>
    private static bool IsShown(BranchMember member) =>
        member.IsReachable || member.State.Status != MemberStatus.Removed;

    private static ClusterMember Of(BranchMember member, ClusterSnapshot branch) => new(
        member.Node.Value,
        member.State.Status.ToString().ToLowerInvariant(),
        member.IsReachable,
        member.Announcement?.Address,
        member.Announcement?.Version,
        member.Announcement?.Roles ?? [],
        (member.Announcement?.CleanMachines ?? new Dictionary<PoolName, int>())
            .OrderBy(pool => pool.Key.Value, StringComparer.Ordinal)
            .ToDictionary(pool => pool.Key.Value, pool => pool.Value),
        branch.Plan.Entries.Where(entry => entry.Node == member.Node)
            .ToDictionary(entry => entry.Pool.Value, entry => entry.Slots))
    {
        Machines = member.Announcement?.Machines ?? 0,
        Sessions = member.Announcement?.Sessions ?? 0,
        LeaveWithinSeconds = member.State.LeaveWithin?.TotalSeconds,
    };
}
