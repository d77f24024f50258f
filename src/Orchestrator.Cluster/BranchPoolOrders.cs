using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>Responsible for an operator's orders to pools that a branch shares: a size is that of the whole branch and
/// goes to its store, from where the plan follows it; everything else is this node's own.</summary>
/// <param name="coordinator">The branch's agreement.</param>
/// <param name="own">Orders to this node's pools.</param>
public sealed class BranchPoolOrders(ICoordinator coordinator, IPoolOrders own) : IPoolOrders
{
    public Task<OperatorAnswer> ResizeAsync(PoolName pool, int size, CancellationToken cancellation)
    {
        if (size is < 0 or > PoolSettings.SizeMax)
        {
            return Task.FromResult(OperatorAnswer.Refused(
                $"{size} slots are out of range; a pool has 0..{PoolSettings.SizeMax}"));
        }

        if (!coordinator.Snapshot.Pools.TryGetValue(pool, out var known))
        {
            return Task.FromResult(OperatorAnswer.Unknown($"the branch knows no pool '{pool}'; pools are "
                + string.Join(", ", coordinator.Snapshot.Pools.Keys.Select(name => name.Value).Order())));
        }

        return StoreWrite.TryAsync(coordinator, async () =>
        {
            var wanted = known.Definition with { Size = size };
            await coordinator.DefinePoolAsync(wanted, known.Revision, cancellation).ConfigureAwait(false);
            var fits = Fits(wanted);
            return OperatorAnswer.Done($"pool {pool} has {size} slots over the branch"
                + (fits < size ? $", of which {fits} fit on its servers now" : "; the plan follows"));
        });
    }

    public Task<OperatorAnswer> AdmitAsync(PoolName pool, Admission admission, CancellationToken cancellation) =>
        own.AdmitAsync(pool, admission, cancellation);

    public Task<OperatorAnswer> EndSessionAsync(SessionId session, CancellationToken cancellation) =>
        own.EndSessionAsync(session, cancellation);

    public Task<OperatorAnswer> QuarantineAsync(SlotId slot, string reason, CancellationToken cancellation) =>
        own.QuarantineAsync(slot, reason, cancellation);

    public Task<OperatorAnswer> ReleaseAsync(SlotId slot, CancellationToken cancellation) =>
        own.ReleaseAsync(slot, cancellation);

    /// <summary>As if it were the only pool.</summary>
    private int Fits(PoolDefinition pool) => coordinator.Snapshot.Members.Values
        .Where(member => member.TakesClaims
            && member.Announcement.GoldenImages.Contains(pool.GoldenImageSha256))
        .Sum(member => member.Announcement!.Capacity.Fits(pool.Machine));
}
