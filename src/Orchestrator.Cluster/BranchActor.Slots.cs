using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <content>What the plan gives this node becomes the size of its pools.</content>
internal sealed partial class BranchActor
{
    private void ReceiveFromPools(BranchMessage message)
    {
        switch (message)
        {
            case SlotsOrdered ordered:
                _isOrdering = false;
                if (ordered.Answer.Verdict != OperatorVerdict.Done)
                {
                    Fail($"the plan cannot be followed: {ordered.Answer.Detail}");
                }

                Look();
                break;
            case SlotsNotOrdered failed:
                _isOrdering = false;
                Fail($"the plan cannot be followed: {failed.Error.Message}");
                break;
        }
    }

    /// <summary>One pool at a time; a snapshot of nothing is no plan.</summary>
    private void OrderSlots()
    {
        if (_isOrdering || Branch.Revision == 0 || _pools.FirstOrDefault(IsOffPlan) is not { } pool)
        {
            return;
        }

        _isOrdering = true;
        var slots = SlotsOf(pool.Name);
        Context.PipeToSelf(
            _node.Orders.ResizeAsync(pool.Name, slots, Context.Stopping),
            answer => new SlotsOrdered(answer),
            error => new SlotsNotOrdered(error));
    }

    private bool IsOffPlan(PoolSnapshot pool) => pool.Size != SlotsOf(pool.Name);

    /// <summary>A node that does not belong to the branch has no slots, whatever an old plan says.</summary>
    private int SlotsOf(PoolName pool) =>
        Branch.Find(Coordinator.Node)?.State.Status is MemberStatus.Up or MemberStatus.Leaving
            ? Branch.Plan.SlotsOf(pool, Coordinator.Node)
            : 0;
}
