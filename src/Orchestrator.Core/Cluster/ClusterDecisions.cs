namespace Orchestrator.Core.Cluster;

/// <summary>
/// What the coordinator does with what it sees: one write at a time, then it looks again. Nothing of it is needed for a
/// kiosk to be served, so a branch without a coordinator only stops changing.
/// </summary>
public static class ClusterDecisions
{
    /// <param name="snapshot">What is seen.</param>
    /// <param name="own">The node that asks; only the coordinator writes.</param>
    /// <param name="unreachableFor">How long each unreachable member has been so, on the asker's monotonic clock; one
    /// that is not listed went just now.</param>
    /// <param name="replanAfter">An unreachable member keeps its slots in the plan for this long.</param>
    /// <returns>The next write, or null when the branch is as it should be, or somebody else coordinates it.</returns>
    public static ClusterStep? NextStep(
        ClusterSnapshot snapshot, NodeName own, IReadOnlyDictionary<NodeName, TimeSpan> unreachableFor,
        TimeSpan replanAfter)
    {
        if (snapshot.Coordinator?.Node != own)
        {
            return null;
        }

        var members = snapshot.Members.Values.ToList();
        foreach (var member in members)
        {
            if (NextOf(member, snapshot.Plan) is { } command)
            {
                return new ChangeMember(member.Node, command, member.StateRevision);
            }
        }

        var plan = SlotPlanner.Plan(
            snapshot.Pools.Values
                .OrderBy(pool => pool.CreatedRevision)
                .ThenBy(pool => pool.Definition.Name.Value, StringComparer.Ordinal)
                .Select(pool => pool.Definition),
            members.Where(member => member.TakesClaims).ToDictionary(member => member.Node, member =>
                member.Announcement!),
            members.Where(member => IsAwaited(member, unreachableFor, replanAfter))
                .Select(member => member.Node).ToHashSet(),
            snapshot.Plan);
        return plan.Equals(snapshot.Plan) ? null : new ReplacePlan(plan, snapshot.PlanRevision);
    }

    private static MemberCommand? NextOf(BranchMember member, SlotPlan plan) => member.State.Status switch
    {
        MemberStatus.Joining when member.IsReachable => new ConfirmUp(),

        // Not before the plan is without it: what plans its slots elsewhere must see why.
        MemberStatus.Exiting or MemberStatus.Down when plan.SlotsOn(member.Node) == 0 => new RemoveMember(),
        _ => null,
    };

    private static bool IsAwaited(
        BranchMember member, IReadOnlyDictionary<NodeName, TimeSpan> unreachableFor, TimeSpan replanAfter) =>
        member is { State.Status: MemberStatus.Up, IsReachable: false }
        && unreachableFor.GetValueOrDefault(member.Node) < replanAfter;
}
