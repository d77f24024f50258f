using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>Responsible for an operator's orders about the branch's servers: which can be taken, and their record in
/// the branch's store, from where the servers themselves act on them.</summary>
/// <param name="coordinator">The branch's agreement.</param>
public sealed class BranchOrders(ICoordinator coordinator) : IBranchOrders
{
    private ClusterSnapshot Branch => coordinator.Snapshot;

    public Task<OperatorAnswer> LeaveAsync(NodeName? node, TimeSpan? within, CancellationToken cancellation)
    {
        var name = node ?? coordinator.Node;
        if (Find(name) is not { } member)
        {
            return Unknown(name);
        }

        if (!member.IsReachable)
        {
            return Refuse($"server {name} cannot be reached, so it cannot see its sessions to their end; if it will "
                + $"not come back: pbm cluster down {name}");
        }

        if (member.State.Status is MemberStatus.Joining or MemberStatus.Up && !OthersServe(name))
        {
            return Refuse($"server {name} is the only one that serves kiosks now: stop its daemon instead");
        }

        return TellAsync(name, new LeaveBranch(within),
            $"server {name} leaves: it takes no new sessions, and "
                + (within is { } limit
                    ? $"ends those that still run in {limit.TotalSeconds:0} s"
                    : "those that run go on to their end"),
            cancellation);
    }

    public Task<OperatorAnswer> DownAsync(NodeName node, CancellationToken cancellation)
    {
        if (Find(node) is not { } member)
        {
            return Unknown(node);
        }

        return member.IsReachable
            ? Refuse($"server {node} can be reached: let it leave instead: pbm cluster leave {node}")
            : TellAsync(node, new DownMember(), Downed($"server {node}"), cancellation);
    }

    public async Task<OperatorAnswer> DownUnreachableAsync(CancellationToken cancellation)
    {
        var nodes = Branch.Members.Values
            .Where(member => !member.IsReachable
                && member.State.Status is not (MemberStatus.Removed or MemberStatus.Down))
            .Select(member => member.Node).ToList();
        foreach (var node in nodes)
        {
            var answer = await DownAsync(node, cancellation).ConfigureAwait(false);
            if (answer.Verdict != OperatorVerdict.Done)
            {
                return answer;
            }
        }

        return OperatorAnswer.Done(nodes.Count == 0
            ? "every server of the branch can be reached"
            : Downed($"server {string.Join(", ", nodes)}"));
    }

    private static string Downed(string what) => $"{what} is down: its slots are planned elsewhere and its sessions "
        + "end; should it return, it deletes its machines before it joins again";

    private bool OthersServe(NodeName node) =>
        Branch.Members.TakingClaims.Any(other => other != node);

    private BranchMember? Find(NodeName node) =>
        Branch.Find(node) is { State.Status: not MemberStatus.Removed } member ? member : null;

    private async Task<OperatorAnswer> TellAsync(
        NodeName node, MemberCommand command, string done, CancellationToken cancellation) =>
        await StoreWrite.TryAsync(coordinator, async () =>
        {
            var change = await coordinator.ChangeMemberAsync(node, command, null, cancellation).ConfigureAwait(false);
            return change.IsRefused ? OperatorAnswer.Refused(change.Refusal) : OperatorAnswer.Done(done);
        }).ConfigureAwait(false);

    private static Task<OperatorAnswer> Refuse(string why) => Task.FromResult(OperatorAnswer.Refused(why));

    private Task<OperatorAnswer> Unknown(NodeName node)
    {
        var members = Branch.Members.Values.Where(member => member.State.Status != MemberStatus.Removed)
            .Select(member => member.Node);
        return Task.FromResult(OperatorAnswer.Unknown(
            $"no server of the branch is named '{node}'; servers are {string.Join(", ", members)}"));
    }
}
