using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <content>What the plan gives this node becomes the size of its pools, and whether it leaves, whom they take
/// in.</content>
internal sealed partial class BranchActor
{
    private readonly HashSet<PoolName> _compared = [];

    private void ReceiveFromPools(BranchMessage message)
    {
        switch (message)
        {
            case SlotsOrdered ordered:
                _isOrdering = false;
                OnOrdered(ordered.Answer);
                break;
            case SlotsNotOrdered failed:
                _isOrdering = false;
                Fail($"the plan cannot be followed: {failed.Error.Message}");
                break;
        }
    }

    /// <summary>What was done shows at once. A pool that refuses, because it has not seen its hypervisor yet, would
    /// refuse again at once: it is ordered again when the next look is due.</summary>
    private void OnOrdered(OperatorAnswer answer)
    {
        if (answer.Verdict == OperatorVerdict.Done)
        {
            Look();
        }
        else
        {
            Fail($"the plan cannot be followed: {answer.Detail}");
        }
    }

    /// <summary>One pool at a time; a snapshot of nothing is no plan.</summary>
    private void OrderSlots()
    {
        if (_isOrdering || Branch.Revision == 0 || NextOrder() is not { } order)
        {
            return;
        }

        _isOrdering = true;
        Context.PipeToSelf(
            order,
            answer => new SlotsOrdered(answer),
            error => new SlotsNotOrdered(error));
    }

    /// <summary>Once: from then on whoever resizes a pool knows that its file says something else.</summary>
    private void CompareSizes()
    {
        foreach (var pool in _node.Configured)
        {
            if (Branch.Pools.TryGetValue(pool.Name, out var known) && _compared.Add(pool.Name)
                && known.Definition.Size != pool.BranchSize)
            {
                Log.OtherSize(_log, pool.Name, known.Definition.Size, pool.BranchSize);
            }
        }
    }

    /// <summary>Nobody else is taken in before the machines for them go.</summary>
    private Task<OperatorAnswer>? NextOrder()
    {
        var own = Branch.Find(Coordinator.Node)?.State;
        var admission = NodeDecisions.AdmissionOf(own, _hasLeft, _pools.Any(pool => MachinesOf(pool) > 0));
        if (_pools.FirstOrDefault(pool => pool.Admission != admission) is { } other)
        {
            return _node.Orders.AdmitAsync(other.Name, admission, Context.Stopping);
        }

        return _pools.FirstOrDefault(IsOffPlan) is { } pool
            ? _node.Orders.ResizeAsync(pool.Name, SlotsOf(pool.Name), Context.Stopping)
            : null;
    }

    private bool IsOffPlan(PoolSnapshot pool) => pool.Size != SlotsOf(pool.Name);

    /// <summary>A node that does not belong to the branch has no slots, whatever an old plan says.</summary>
    private int SlotsOf(PoolName pool) =>
        Branch.Find(Coordinator.Node)?.State.Status is MemberStatus.Up or MemberStatus.Leaving
            ? Branch.Plan.SlotsOf(pool, Coordinator.Node)
            : 0;
}
