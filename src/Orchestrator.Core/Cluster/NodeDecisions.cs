using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// What a node does for its part in the branch: one thing at a time, then it looks again. Everything can be repeated,
/// because what is seen may be older than what was done.
/// </summary>
public static class NodeDecisions
{
    /// <returns>The next thing to do, or null when all is as it should be.</returns>
    public static NodeStep? Next(NodeView view)
    {
        if (view.HasLeft)
        {
            return view.HoldsLease ? new Withdraw() : null;
        }

        if (!view.HoldsLease || view.Announced is null || !view.Announced.SaysTheSameAs(view.Wanted))
        {
            return new Announce(view.Wanted);
        }

        // What the store has may be somebody's order to go; nothing is done before it was read.
        if (view.Snapshot.Find(view.Own) is not { } own)
        {
            return null;
        }

        return OwnStep(view, own) ?? BranchStep(view, own);
    }

    /// <summary>Whether a node in this state takes no new sessions.</summary>
    public static bool IsDraining(MemberStatus? status) =>
        status is MemberStatus.Leaving or MemberStatus.Exiting or MemberStatus.Down;

    /// <summary>Which kiosks a node takes in.</summary>
    /// <param name="own">Its member, or null: the branch was not read yet.</param>
    /// <param name="hasLeft">Whether it has left.</param>
    /// <param name="holdsMachines">Whether it has machines; a leaving node without any serves nobody any more, else
    /// kiosks that call it would keep it for ever.</param>
    public static Admission AdmissionOf(MemberState? own, bool hasLeft, bool holdsMachines) => own switch
    {
        _ when hasLeft => Admission.Closed,
        { Status: MemberStatus.Leaving } => holdsMachines ? Admission.Elsewhere : Admission.Closed,
        { Status: MemberStatus.Exiting or MemberStatus.Down } => Admission.Closed,

        // It wipes itself before it joins again, and whoever came meanwhile would be wiped with it.
        { Status: MemberStatus.Removed, Incarnation: > 0 } => Admission.Closed,
        _ => Admission.Open,
    };

    private static NodeStep? OwnStep(NodeView view, BranchMember own) => own.State.Status switch
    {
        // It was a member before and was given up or forgotten: others serve its kiosks since.
        MemberStatus.Removed when own.State.Incarnation > 0 && !view.IsEmpty => new WipeMachines(),
        MemberStatus.Down when !view.IsEmpty => new WipeMachines(),
        MemberStatus.Removed => new ChangeOwnMember(new JoinBranch(own.State.Incarnation + 1), own.StateRevision),
        MemberStatus.Leaving when !view.IsEmpty && view.LeavingFor >= own.State.LeaveWithin => new WipeMachines(),
        MemberStatus.Leaving when view.IsEmpty => new ChangeOwnMember(new ReportDrained(), own.StateRevision),
        MemberStatus.Up => view.Pools
            .Where(pool => !view.Snapshot.Pools.ContainsKey(pool.Name))
            .Select(pool => new DefineNewPool(pool))
            .FirstOrDefault(),
        _ => null,
    };

    /// <summary>A node that is down must not decide for those that gave it up; one that leaves may until it is
    /// gone, because it may be the last.</summary>
    private static NodeStep? BranchStep(NodeView view, BranchMember own)
    {
        if (own.State.Status is MemberStatus.Removed or MemberStatus.Down)
        {
            return null;
        }

        if (view.Snapshot.Coordinator is not { } term)
        {
            return new Campaign();
        }

        var step = ClusterDecisions.NextStep(view.Snapshot, view.Own, view.UnreachableFor, view.ReplanAfter);
        return step is null ? null : new Coordinate(term, step);
    }
}
