using Orchestrator.Actors;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.Hypervisor;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>The pools of this node: starts an actor for each and hands on what comes from outside.</summary>
public sealed partial class LocalPools : IPools, IPoolOrders, IDisposable
{
    /// <summary>How long an operator's question may take.</summary>
    public static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a clear may take: every machine of a pool is deleted.</summary>
    public static readonly TimeSpan ClearTimeout = TimeSpan.FromMinutes(2);

    private readonly Dictionary<PoolName, IActorRef<PoolMessage>> _pools = [];
    private readonly Dictionary<PoolName, PoolSettings> _settings = [];
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    /// <param name="system">The actor system that the pools live in.</param>
    /// <param name="environments">Settings and drivers, one a pool; names are unique.</param>
    /// <param name="hypervisor">The hypervisor whose events are handed on.</param>
    /// <param name="time">The clock of the timeouts.</param>
    public LocalPools(
        ActorSystem system, IEnumerable<PoolEnvironment> environments, IHypervisor hypervisor, TimeProvider time)
    {
        _time = time;
        var memory = new HostMemory();
        var atStart = new StartInventory(hypervisor);
        foreach (var environment in environments)
        {
            _settings.Add(environment.Settings.Name, environment.Settings);
            _pools.Add(
                environment.Settings.Name,
                system.Spawn(
                    $"pool-{environment.Settings.Name}",
                    () => new PoolActor(environment, memory, atStart),
                    PoolOptions));
        }

        _subscription = hypervisor.Subscribe(OnEvent);
    }

    /// <summary>A pool that cannot go on must not look alive: after a few restarts the process ends and is started
    /// again.</summary>
    private static SpawnOptions PoolOptions { get; } = new()
    {
        MailboxCapacity = 8192,
        Supervision = SupervisorStrategy.Default with { RestartsMax = 5, WhenExhausted = Directive.Escalate },
    };

    public void Dispose() => _subscription.Dispose();

    public void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line)
    {
        if (!_pools.TryGetValue(pool, out var actor) || !actor.Tell(new KioskSignalled(kiosk, line)))
        {
            line.Send(SignalText.Refused("the pool takes no signals now; signal again later"));
            line.Close();
        }
    }

    public async Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation) =>
        await Task.WhenAll(_pools.Values.Select(pool => pool.AskAsync<PoolMessage, PoolSnapshot>(
            reply => new GetPool(reply), QueryTimeout, _time, cancellation))).ConfigureAwait(false);

    public async Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation) =>
        _pools.TryGetValue(pool, out var actor)
        && await actor.AskAsync<PoolMessage, bool>(
            reply => new ClearPool(refill, reply), ClearTimeout, _time, cancellation).ConfigureAwait(false);

    private void OnEvent(HypervisorEvent @event)
    {
        var owner = @event switch
        {
            MachineStopped stopped => stopped.Machine.Slot.Pool,
            ConsoleChannelOpened opened => opened.Machine.Slot.Pool,
            ConsoleChannelClosed closed => closed.Machine.Slot.Pool,
            _ => default(PoolName?),
        };
        foreach (var (name, actor) in _pools)
        {
            if (owner is null || owner == name)
            {
                actor.Tell(new HypervisorReported(@event));
            }
        }
    }
}
