using Orchestrator.Actors;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Simulation.Branch;
using Orchestrator.Simulation.Chance;
using Orchestrator.Simulation.Drivers;

namespace Orchestrator.Simulation.Nodes.Store;

/// <summary>
/// One process's way to the store's twin on a bad day: calls take time, never arrive, are done without an answer; the
/// node is cut off; watches lag or fall silent. Every answer is a turn of the process.
/// </summary>
internal sealed class FaultyEtcd(World world, IDispatcher dispatcher) : IEtcd
{
    /// <summary>As of the real gateway.</summary>
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(2);

    /// <summary>So late a request can be done that nobody waits for.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(30);

    private readonly IEtcd _twin = world.Nodes!.Store.Connect();
    private readonly List<FaultyWatch> _watches = [];

    /// <summary>Revision at which this process made its own key; 0: it has not.</summary>
    private long _ownCreation;

    private NodesWorld Nodes => world.Nodes!;

    public bool IsDead { get; private set; }

    /// <summary>Whether a watch hangs that nobody has given up yet.</summary>
    public bool HasSilentWatch => _watches.Exists(watch => watch.IsSilent);

    /// <summary>Whether the node cannot reach the store.</summary>
    private bool IsCut => Nodes.Find(world.Node).IsCutFromStore;

    /// <summary>The process is gone. What it has sent may still arrive.</summary>
    public void Kill()
    {
        IsDead = true;
        foreach (var watch in _watches.ToList())
        {
            watch.Forget();
        }

        _watches.Clear();
    }

    /// <summary>The node was cut off, or reaches the store again.</summary>
    public void OnCut()
    {
        foreach (var watch in _watches.ToList())
        {
            watch.OnCut(IsCut);
        }
    }

    public Task<EtcdListing> RangeAsync(EtcdRange range, CancellationToken cancellation) =>
        Do(() => _twin.RangeAsync(range, CancellationToken.None), cancellation);

    public Task<EtcdOutcome> CommitAsync(EtcdTransaction transaction, CancellationToken cancellation) =>
        Do(() => Commit(transaction), cancellation);

    public Task<EtcdLease> GrantAsync(TimeSpan timeToLive, CancellationToken cancellation) =>
        Do(() => _twin.GrantAsync(timeToLive, CancellationToken.None), cancellation);

    public Task<TimeSpan?> KeepAliveAsync(long lease, CancellationToken cancellation) =>
        Do(() => _twin.KeepAliveAsync(lease, CancellationToken.None), cancellation);

    public Task RevokeAsync(long lease, CancellationToken cancellation) => Do(
        async () =>
        {
            await _twin.RevokeAsync(lease, CancellationToken.None).ConfigureAwait(false);
            return true;
        },
        cancellation);

    public Task<EtcdWatchEnd> WatchAsync(
        EtcdRange range, long fromRevision, Action<IReadOnlyList<EtcdChange>> observer, CancellationToken cancellation)
    {
        var watch = new FaultyWatch(world, this, _twin, range, fromRevision, observer, cancellation);
        _watches.Add(watch);
        return watch.Outcome;
    }

    public void Dispose() => _twin.Dispose();

    public void Remove(FaultyWatch watch) => _watches.Remove(watch);

    /// <summary>The process gets it when it has a turn; a process that is gone never has.</summary>
    public void Deliver(Action what)
    {
        if (!IsDead)
        {
            dispatcher.Schedule(new Delivery(what));
        }
    }

    /// <summary>How long something takes from the node to the store or back.</summary>
    public TimeSpan Travel() => Nodes.Strikes(FaultKind.StoreSlow)
        ? TimeSpan.FromSeconds(Nodes.Random.Scaled(0.05, 10))
        : (0.25 * Nodes.Plan.StoreTime) + Nodes.Random.Exponential(0.25 * Nodes.Plan.StoreTime);

    private Task<EtcdOutcome> Commit(EtcdTransaction transaction)
    {
        var check = Nodes.StoreRules.OnCommit(world.Node, _ownCreation, transaction);
        var done = _twin.CommitAsync(transaction, CancellationToken.None);
        if (done is { IsCompletedSuccessfully: true, Result: var outcome })
        {
            if (outcome.Succeeded && transaction.Conditions is [KeyCreatedAt { Revision: 0, Key: var own }]
                && transaction.Then is [PutKey put] && put.Key == own && own.EndsWith($"nodes/{world.Node}",
                    StringComparison.Ordinal))
            {
                _ownCreation = outcome.Revision;
            }

            check(outcome);
        }

        return done;
    }

    private Task<T> Do<T>(Func<Task<T>> effect, CancellationToken cancellation)
    {
        var call = new PendingCall<T>(cancellation);
        if (IsCut && Nodes.Random.Chance(0.5))
        {
            Nodes.Later(Travel(), () => Deliver(() => call.Fail(Unreachable())));
            return call.Outcome;
        }

        Nodes.Later(CallDeadline, () => Deliver(() => call.Fail(new CoordinationException(
            CoordinationFault.Overdue, "simulated etcd: no answer in time"))));
        if (!Nodes.Strikes(FaultKind.StoreRequestLost))
        {
            Nodes.Later(Travel(), () => Arrive(call, effect));
        }
        else if (Nodes.Random.Chance(0.5))
        {
            // Lost to its sender only: a member that stood still does it yet, maybe after the lease.
            Nodes.Later(Nodes.Random.Between(CallDeadline, LateMax), () => Arrive(call, effect));
        }

        return call.Outcome;
    }

    private void Arrive<T>(PendingCall<T> call, Func<Task<T>> effect)
    {
        if (IsCut)
        {
            return;
        }

        var done = effect();
        if (!Nodes.Strikes(FaultKind.StoreAnswerLost))
        {
            Nodes.Later(Travel(), () =>
            {
                if (!IsCut)
                {
                    Deliver(() => call.Complete(done));
                }
            });
        }
    }

    public static CoordinationException Unreachable() =>
        new(CoordinationFault.Unreachable, "simulated etcd: this node cannot reach it");

    private sealed class Delivery(Action what) : IRunnable
    {
        public void Run() => what();
    }
}
