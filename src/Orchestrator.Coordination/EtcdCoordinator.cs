using Microsoft.Extensions.Logging;
using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Gateway;
using Orchestrator.Coordination.Leases;
using Orchestrator.Coordination.Operators;
using Orchestrator.Coordination.Records;
using Orchestrator.Coordination.Tokens;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination;

/// <summary>A branch whose agreement lives in etcd. Each verb has a class of its own; this joins them.</summary>
public sealed class EtcdCoordinator : ICoordinator
{
    private readonly IEtcd _etcd;
    private readonly CancellationTokenSource _ending = new();
    private readonly Observers _observers = new();
    private readonly NodeLease _lease;
    private readonly FollowBranch _branch;
    private readonly BranchKeys _keys;
    private readonly AnnounceNode _announce;
    private readonly TellMember _members;
    private readonly DefinePool _pools;
    private readonly HoldOffice _offices;
    private readonly WritePlan _plan;
    private readonly ChangeLine _lines;
    private readonly Task _following;

    internal EtcdCoordinator(
        IEtcd etcd, NodeIdentity own, CoordinationOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _etcd = etcd;
        Node = own.Node;
        _keys = new BranchKeys(options.Prefix);
        _lease = new NodeLease(etcd, options, time, _observers);
        var writer = new RecordWriter(options.RecordBytesMax);
        var commit = new FencedCommit(etcd, _lease, _keys, own.Node);
        _announce = new AnnounceNode(etcd, _lease, commit, _keys, writer, options, own, time);
        _members = new TellMember(etcd, commit, _keys, writer, options);
        _pools = new DefinePool(commit, _keys, writer);
        _offices = new HoldOffice(commit, writer, own.Node);
        _plan = new WritePlan(commit, _keys, writer);
        _lines = new ChangeLine(commit, _keys, writer, own.Node);
        Tokens = new EtcdTokenLedger(etcd, commit, _keys, writer, options);
        Operators = new EtcdOperatorLedger(commit, _keys, writer, () => Snapshot);
        _branch = new FollowBranch(
            etcd, options, time, _keys, new SnapshotReader(_keys, loggers.CreateLogger<EtcdCoordinator>()), _observers,
            CheckOwnKey);
        _following = _branch.RunAsync(_ending.Token);
    }

    public NodeName Node { get; }

    public ITokenLedger Tokens { get; }

    public IOperatorLedger Operators { get; }

    public ClusterSnapshot Snapshot => _branch.Snapshot;

    public bool HoldsLease => _lease.IsHeld;

    /// <summary>Begins to follow the branch at once; announces nothing.</summary>
    public static EtcdCoordinator Connect(
        EtcdOptions etcd, NodeIdentity own, CoordinationOptions options, TimeProvider time, ILoggerFactory loggers) =>
        new(new EtcdGateway(etcd, options, time), own, options, time, loggers);

    public IDisposable Subscribe(Action<CoordinationEvent> observer) => _observers.Add(observer);

    public Task AnnounceAsync(NodeAnnouncement announcement, CancellationToken cancellation) =>
        _announce.RunAsync(announcement, cancellation);

    public Task WithdrawAsync(CancellationToken cancellation) =>
        _lease.End() is { } hold ? _etcd.RevokeAsync(hold.Lease, cancellation) : Task.CompletedTask;

    public Task<MemberChange> ChangeMemberAsync(
        NodeName node, MemberCommand command, long? seenRevision, CancellationToken cancellation)
    {
        _lease.Require();
        return _members.RunAsync(node, command, seenRevision, cancellation);
    }

    public Task DefinePoolAsync(PoolDefinition pool, long seenRevision, CancellationToken cancellation) =>
        _pools.RunAsync(pool, seenRevision, cancellation);

    public Task RemovePoolAsync(PoolName pool, long seenRevision, CancellationToken cancellation) =>
        _pools.RemoveAsync(pool, seenRevision, cancellation);

    public Task<CoordinatorTerm> CampaignAsync(CancellationToken cancellation) =>
        _offices.TakeAsync(_keys.Coordinator, cancellation);

    public Task ResignAsync(CoordinatorTerm term, CancellationToken cancellation) =>
        _offices.GiveBackAsync(_keys.Coordinator, term.Epoch, cancellation);

    public Task<long> WritePlanAsync(
        CoordinatorTerm term, SlotPlan plan, long seenRevision, CancellationToken cancellation) =>
        _plan.RunAsync(term, plan, seenRevision, cancellation);

    public async Task<ShardClaim> ClaimShardAsync(ShardId shard, CancellationToken cancellation)
    {
        var (owner, epoch) = await _offices.TakeAsync(_keys.Shard(shard), cancellation).ConfigureAwait(false);
        return new ShardClaim(shard, owner, epoch);
    }

    public Task ReleaseShardAsync(ShardClaim claim, CancellationToken cancellation) =>
        _offices.GiveBackAsync(_keys.Shard(claim.Shard), claim.Epoch, cancellation);

    public Task<long> ChangeLineAsync(
        PoolName pool, IReadOnlyCollection<SessionId> joining, IReadOnlyCollection<SessionId> leaving,
        CancellationToken cancellation) =>
        _lines.RunAsync(pool, joining, leaving, cancellation);

    public async ValueTask DisposeAsync()
    {
        _lease.Dispose();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        _announce.Dispose();
        _etcd.Dispose();
        _ending.Dispose();
    }

    /// <summary>A keepalive alone is not believed: etcd 3.4 has answered one for a lease that it had revoked.</summary>
    private void CheckOwnKey(BranchTable table)
    {
        if (_lease.TryGet(out var hold) && table.Revision >= hold.CreateRevision
            && table.Find(_keys.Node(Node))?.CreateRevision != hold.CreateRevision)
        {
            _lease.Lose(hold, "the store does not show this node's key any more");
        }
    }
}
