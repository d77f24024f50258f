using static Orchestrator.Core.Cluster.MemberStatus;

namespace Orchestrator.Core.Cluster;

/// <summary>
/// The rules of a member: <c>Joining → Up → Leaving → Exiting → Removed</c>, and from each of the first four to
/// <c>Down → Removed</c>. Repeating a command changes nothing, because who sends one may not learn that it arrived.
/// </summary>
public static class Member
{
    public static Decision<MemberEvent> Decide(MemberState state, MemberCommand command) => command switch
    {
        JoinBranch join => DecideJoin(state, join),
        ConfirmUp => Step(state, command, new MemberCameUp(), from: [Joining], done: [Up]),
        LeaveBranch leave when state.Status is not Leaving || leave.Within != state.LeaveWithin => Step(
            state, command, new MemberBeganLeaving(leave.Within), from: [Joining, Up, Leaving], done: [Exiting]),
        LeaveBranch => Decision<MemberEvent>.Accept(),
        ReportDrained => Step(state, command, new MemberDrained(), from: [Leaving], done: [Exiting]),
        DownMember => Step(state, command, new MemberDowned(), from: [Joining, Up, Leaving, Exiting], done: [Down]),
        RemoveMember => Step(state, command, new MemberRemoved(), from: [Exiting, Down], done: [Removed]),
        _ => Refuse(state, command),
    };

    public static MemberState Apply(MemberState state, MemberEvent @event) => (@event, state.Status) switch
    {
        (MemberJoined joined, Removed) => state with { Status = Joining, Incarnation = joined.Incarnation },
        (MemberCameUp, Joining) => state with { Status = Up },
        (MemberBeganLeaving began, Joining or Up or Leaving) =>
            state with { Status = Leaving, LeaveWithin = began.Within },
        (MemberDrained, Leaving) => state with { Status = Exiting, LeaveWithin = null },
        (MemberDowned, Joining or Up or Leaving or Exiting) => state with { Status = Down, LeaveWithin = null },

        // It has nothing left that anybody could meet again, so that nothing of it is remembered.
        (MemberRemoved, Exiting) => MemberState.Unknown(state.Node),
        (MemberRemoved, Down) => state with { Status = Removed },
        _ => throw Invariant.Impossible(state, @event),
    };

    private static Decision<MemberEvent> DecideJoin(MemberState state, JoinBranch join)
    {
        if (state.Status is Joining or Up && join.Incarnation == state.Incarnation)
        {
            return Decision<MemberEvent>.Accept();
        }

        // An incarnation of the past is a node that was given up and does not know it: it has to wipe itself first.
        return state.Status == Removed && join.Incarnation > state.Incarnation
            ? Decision<MemberEvent>.Accept(new MemberJoined(join.Incarnation))
            : Refuse(state, join);
    }

    private static Decision<MemberEvent> Step(
        MemberState state, MemberCommand command, MemberEvent step, MemberStatus[] from, MemberStatus[] done) =>
        from.Contains(state.Status) ? Decision<MemberEvent>.Accept(step)
        : done.Contains(state.Status) ? Decision<MemberEvent>.Accept()
        : Refuse(state, command);

    private static Decision<MemberEvent> Refuse(MemberState state, MemberCommand command) =>
        Decision<MemberEvent>.Refuse($"node {state.Node} is {state.Status.ToString().ToLowerInvariant()} "
            + $"(incarnation {state.Incarnation}): {command} is not possible now");
}
