using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Cluster.Claims;
using Orchestrator.Cluster.Links;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Drivers.ConsolePath;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Cluster.Tests;

/// <summary>One node of a <see cref="BranchWorld"/>: a process, with the server under it.</summary>
internal sealed class BranchNodeWorld : IAsyncDisposable
{
    private readonly BranchWorld _world;
    private readonly ActorSystem _system;
    private readonly LocalPools _pools;

    public BranchNodeWorld(BranchWorld world, NodeName name, int machines, int branchSize, BranchNodeWorld? earlier)
    {
        _world = world;
        Name = name;
        Hypervisor = earlier?.Hypervisor ?? new SimulatedHypervisor(world.Time);
        Journal = earlier?.Journal ?? new InMemoryJournal();
        ConsolePath = new SimulatedConsolePath(world.Time);
        Connection = world.Store.Connect();
        Coordinator = world.Coordination.Start(name.Value, $"server-{name}", Connection);
        _system = new ActorSystem(name.Value, new ActorSystemOptions
        {
            Dispatcher = world.Dispatcher,
            Time = world.Time,
            Random = new Random(name.Value.GetHashCode(StringComparison.Ordinal)),
            OnFailure = (path, error, directive) => Log.Enqueue($"{path}: {directive}: {error}"),
        });
        Consoles = new GuestConsoles(world.Time);
        var neighbours = new Neighbours(
            _system, Coordinator, world.Network.Of(name), Consoles, new ClaimOptions(), new QueueLoggers(Log));
        var settings = new PoolSettings(BranchWorld.Pool, "golden", 0) { IsPlanned = true };
        _pools = new LocalPools(
            _system,
            [
                new PoolEnvironment(settings, Hypervisor, ConsolePath, Journal, NullLoggerFactory.Instance)
                {
                    Neighbours = neighbours,
                },
            ],
            Hypervisor,
            world.Time);
        Membership = new BranchMembership(
            _system,
            new BranchNode(Coordinator, _pools, _pools, new QueueLoggers(Log))
            {
                Address = $"{name}.branch:5907",
                Version = "1.0",
                Capacity = new NodeCapacity(machines, 0, machines),
                Configured = [new NodePool(BranchWorld.Pool, branchSize, new MachineSize(1, 1), "golden")],
                ReplanAfter = TimeSpan.FromSeconds(3),
            },
            world.Time);
    }

    public NodeName Name { get; }

    public bool IsAlive { get; private set; } = true;

    public SimulatedHypervisor Hypervisor { get; }

    public SimulatedConsolePath ConsolePath { get; }

    public GuestConsoles Consoles { get; }

    public InMemoryJournal Journal { get; }

    public SimulatedConnection Connection { get; }

    public ICoordinator Coordinator { get; }

    public BranchMembership Membership { get; }

    public BranchOrders Orders => new(Coordinator);

    public BranchPoolOrders PoolOrders => new(Coordinator, _pools);

    public ConcurrentQueue<string> Log { get; } = [];

    public MemberStatus? Status => Coordinator.Snapshot.Find(Name)?.State.Status;

    public int Machines => Hypervisor.Running.Count;

    /// <summary>SIGKILL.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsAlive)
        {
            IsAlive = false;
            _world.Network.Kill(Name);
            await Coordinator.DisposeAsync();
            _pools.Dispose();
            var stopping = _system.DisposeAsync().AsTask();
            while (!stopping.IsCompleted)
            {
                _world.Dispatcher.RunUntilIdle();
                await Task.Yield();
            }
        }
    }

    public RecordingLine Signal(int kiosk)
    {
        var line = new RecordingLine();
        _pools.Signal(BranchWorld.Pool, KioskAddress.Parse($"10.0.0.{kiosk}"), line);
        return line;
    }

    /// <summary>The pool, as an operator sees it.</summary>
    public async Task<PoolSnapshot> SeeAsync()
    {
        var asking = _pools.GetPoolsAsync(CancellationToken.None);
        await _world.UntilAsync($"an answer of {Name}'s pool", () => asking.IsCompleted);
        return (await asking)[0];
    }

    /// <summary>The machine of another node that a kiosk of this one may reach, or null.</summary>
    public RemoteConsole? RemoteOf(int kiosk) => ConsolePath.Grants
        .FirstOrDefault(grant => grant.Kiosk == KioskAddress.Parse($"10.0.0.{kiosk}"))?.Remote;

    public bool Connect(int kiosk) => ConsolePath.Connect(KioskAddress.Parse($"10.0.0.{kiosk}")) is not null;

    public void Disconnect(int kiosk) => ConsolePath.Disconnect(KioskAddress.Parse($"10.0.0.{kiosk}"));

    private sealed class QueueLoggers(ConcurrentQueue<string> lines) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception));
    }
}
