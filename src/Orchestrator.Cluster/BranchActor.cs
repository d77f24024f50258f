using Microsoft.Extensions.Logging;
using Orchestrator.Actors;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>
/// Responsible for the node's part in its branch: what it says of itself, whether it belongs to it, how many slots its
/// pools get, and, while it coordinates, the plan of all. Nothing here stands between a kiosk and its machine: without
/// the branch's store the last plan holds.
/// </summary>
internal sealed partial class BranchActor : Actor<BranchMessage>
{
    private readonly BranchNode _node;
    private readonly ILogger _log;

    private IDisposable? _subscription;
    private NodeAnnouncement? _announced;
    private IReadOnlyList<PoolSnapshot> _pools = [];
    private UnreachableSince _unreachable = UnreachableSince.Nobody;
    private MemberStatus? _status;
    private TimeSpan? _leaveWithin;
    private TimeSpan _leaveSeenAt;
    private bool _hasLeft;
    private bool _isLooking;
    private bool _isActing;
    private bool _isOrdering;
    private string? _lastFailure;

    public BranchActor(BranchNode node)
    {
        _node = node;
        _log = node.Loggers.CreateLogger<BranchActor>();
    }

    private ICoordinator Coordinator => _node.Coordinator;

    private ClusterSnapshot Branch => Coordinator.Snapshot;

    private TimeSpan Now => Context.Time.GetElapsedTime(0);

    protected override void PreStart()
    {
        var self = Context.Self;
        _subscription = Coordinator.Subscribe(@event => self.Tell(new CoordinationReported(@event)));
        Context.StartPeriodicTimer(nameof(LookDue), _node.LookInterval, new LookDue());
        Look();
    }

    protected override void PostStop() => _subscription?.Dispose();

    protected override void Receive(BranchMessage message)
    {
        switch (message)
        {
            case CoordinationReported reported:
                OnReported(reported.Event);
                break;
            case LookDue:
                Look();
                break;
            case PoolsSeen seen:
                _isLooking = false;
                _pools = seen.Pools;
                OrderSlots();
                Act();
                break;
            case PoolsUnseen unseen:
                _isLooking = false;
                Fail($"the node's own pools do not answer: {unseen.Error.Message}");
                break;
            case StepDone done:
                OnDone(done.Step);
                break;
            case StepFailed failed:
                OnFailed(failed);
                break;
            case GetBranch get:
                get.ReplyTo.Reply(Branch);
                break;
            default:
                ReceiveFromPools(message);
                break;
        }
    }

    private void OnReported(CoordinationEvent @event)
    {
        switch (@event)
        {
            case SnapshotChanged:
                _unreachable = _unreachable.Observe(Branch, Now);
                ObserveOwn();
                CompareSizes();
                OrderSlots();
                Act();
                break;
            case LeaseLost lost:
                _announced = null;
                Log.LeaseLost(_log, Coordinator.Node, lost.Detail);
                Act();
                break;
            case StoreLost lost:
                Log.StoreLost(_log, lost.Detail);
                break;
            case StoreReturned:
                Log.StoreReturned(_log);
                break;
        }
    }

    private void ObserveOwn()
    {
        var own = Branch.Find(Coordinator.Node)?.State;
        if (own?.LeaveWithin != _leaveWithin)
        {
            (_leaveWithin, _leaveSeenAt) = (own?.LeaveWithin, Now);
        }

        var status = own?.Status;
        if (status == _status)
        {
            return;
        }

        // Whoever left by an order is forgotten and stays away; whoever was given up, even while it left, is remembered
        // and comes back.
        _hasLeft |= own is null or { Status: MemberStatus.Removed, Incarnation: 0 }
            && _status is MemberStatus.Leaving or MemberStatus.Exiting;
        Log.StatusChanged(_log, Coordinator.Node, status ?? MemberStatus.Removed);
        _status = status;
    }

    private void Look()
    {
        if (!_isLooking)
        {
            _isLooking = true;
            Context.PipeToSelf(
                _node.Pools.GetPoolsAsync(Context.Stopping), pools => new PoolsSeen(pools), error =>
                    new PoolsUnseen(error));
        }
    }

    /// <summary>Does one thing, unless one is being done.</summary>
    private void Act()
    {
        // The branch may be newer than what was reported of it: whoever has left must not join before it is told so.
        ObserveOwn();
        if (_isActing || _pools.Count < _node.Configured.Count || NodeDecisions.Next(View()) is not { } step)
        {
            return;
        }

        _isActing = true;
        Context.PipeToSelf(DoAsync(step), () => new StepDone(step), error => new StepFailed(step, error));
    }

    /// <summary>A write that is refused before it is sent, because the lease ended just now, must fail as all
    /// others do: this actor's next life would not know whether it has left.</summary>
    private async Task DoAsync(NodeStep step) => await (step switch
    {
        Announce announce => Coordinator.AnnounceAsync(announce.Announcement, Context.Stopping),
        WipeMachines => Task.WhenAll(_node.Configured.Select(pool =>
            _node.Pools.ClearAsync(pool.Name, refill: true, Context.Stopping))),
        ChangeOwnMember change => Coordinator.ChangeMemberAsync(
            Coordinator.Node, change.Command, change.SeenRevision, Context.Stopping),
        DefineNewPool define => Coordinator.DefinePoolAsync(define.Pool, 0, Context.Stopping),
        Campaign => Coordinator.CampaignAsync(Context.Stopping),
        Coordinate { Step: ChangeMember change } => Coordinator.ChangeMemberAsync(
            change.Node, change.Command, change.SeenRevision, Context.Stopping),
        Coordinate { Step: ReplacePlan replace } coordinate => Coordinator.WritePlanAsync(
            coordinate.Term, replace.Plan, replace.SeenRevision, Context.Stopping),
        Withdraw => Coordinator.WithdrawAsync(Context.Stopping),
        _ => throw new InvalidOperationException($"nobody does {step}"),
    }).ConfigureAwait(false);

    private void OnDone(NodeStep step)
    {
        _isActing = false;
        _lastFailure = null;
        switch (step)
        {
            case Announce announce:
                _announced = announce.Announcement;
                break;
            case WipeMachines:
                Log.Wiped(_log, Coordinator.Node);
                Look();
                break;
            case Coordinate { Step: ReplacePlan replace }:
                Log.Planned(_log, replace.Plan);
                break;
        }

        // What was written is not seen yet, and the next look or snapshot says what else there is to do; only what the
        // store does not show goes on at once.
        if (step is Announce)
        {
            Act();
        }
    }

    /// <summary>An answer can be lost after the write was done: which announcement the store has is not known any
    /// more.</summary>
    private void OnFailed(StepFailed failed)
    {
        _isActing = false;
        if (failed.Step is Announce)
        {
            _announced = null;
        }

        Fail($"{failed.Step.GetType().Name}: {failed.Error.Message}");
    }

    /// <summary>The next look tries again; one line for a fault that stays.</summary>
    private void Fail(string detail)
    {
        if (_lastFailure != detail)
        {
            _lastFailure = detail;
            Log.Failed(_log, detail);
        }
    }

    private NodeView View() => new(Coordinator.Node, Branch, Wanted())
    {
        HoldsLease = Coordinator.HoldsLease,
        Announced = _announced,
        IsEmpty = _pools.All(IsEmpty),
        LeavingFor = _leaveWithin is null ? null : Now - _leaveSeenAt,
        HasLeft = _hasLeft,
        Pools = [.. Definitions()],
        UnreachableFor = _unreachable.For(Now),
        ReplanAfter = _node.ReplanAfter,
    };

    private NodeAnnouncement Wanted() => new(_node.Address, _node.Version, _node.Capacity)
    {
        Roles = _node.Roles,
        GoldenImages = [.. _pools.Select(pool => pool.GoldenImageSha256).OfType<string>().Distinct().Order()],
        CleanMachines = _pools.ToDictionary(pool => pool.Name, pool => pool.Clean),
        Machines = _pools.Sum(MachinesOf),
        Sessions = _pools.Sum(SessionsOf),
        IsDraining = NodeDecisions.IsDraining(_status),
    };

    private IEnumerable<PoolDefinition> Definitions()
    {
        foreach (var pool in _node.Configured)
        {
            if (_pools.FirstOrDefault(seen => seen.Name == pool.Name)?.GoldenImageSha256 is { } image)
            {
                yield return new PoolDefinition(pool.Name, pool.BranchSize, pool.Machine, pool.GoldenImage, image);
            }
        }
    }

    /// <summary>A pool that has just been started shows nothing of what its journal holds.</summary>
    private static bool IsEmpty(PoolSnapshot pool) =>
        pool.IsKnown && MachinesOf(pool) == 0 && pool.Sessions.All(session => session.State == "ended");

    private static int MachinesOf(PoolSnapshot pool) => pool.Slots.Count(slot => slot.Machine is not null);

    private static int SessionsOf(PoolSnapshot pool) => pool.Sessions
        .Where(session => session.State is "offered" or "connected").Select(session => session.Id)
        .Union(pool.Slots.Select(slot => slot.Session).OfType<SessionId>()).Count();
}
