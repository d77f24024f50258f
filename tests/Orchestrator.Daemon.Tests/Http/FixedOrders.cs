using Orchestrator.Cluster;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Writes orders down and answers what the test says.</summary>
internal sealed class FixedOrders : IPoolOrders, IBranchOrders
{
    public List<string> Taken { get; } = [];

    public OperatorAnswer Answer { get; set; } = OperatorAnswer.Done("so it is");

    public Task<OperatorAnswer> ResizeAsync(PoolName pool, int size, CancellationToken cancellation) =>
        Take($"resize {pool} {size}");

    public Task<OperatorAnswer> AdmitAsync(PoolName pool, Admission admission, CancellationToken cancellation) =>
        Take($"admit {pool} {admission}");

    public Task<OperatorAnswer> EndSessionAsync(SessionId session, CancellationToken cancellation) =>
        Take($"end {session}");

    public Task<OperatorAnswer> QuarantineAsync(SlotId slot, string reason, CancellationToken cancellation) =>
        Take($"quarantine {slot} {reason}");

    public Task<OperatorAnswer> ReleaseAsync(SlotId slot, CancellationToken cancellation) => Take($"release {slot}");

    public Task<OperatorAnswer> LeaveAsync(NodeName? node, TimeSpan? within, CancellationToken cancellation) =>
        Take($"leave {node} {within}");

    public Task<OperatorAnswer> DownAsync(NodeName node, CancellationToken cancellation) => Take($"down {node}");

    public Task<OperatorAnswer> DownUnreachableAsync(CancellationToken cancellation) => Take("down unreachable");

    private Task<OperatorAnswer> Take(string order)
    {
        Taken.Add(order);
        return Task.FromResult(Answer);
    }
}
