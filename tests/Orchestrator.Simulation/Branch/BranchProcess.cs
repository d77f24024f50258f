using Orchestrator.Actors;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Simulation.Drivers;
using Orchestrator.Simulation.Nodes;
using Orchestrator.Simulation.Tracing;
using Orchestrator.Testing.Actors;
using Orchestrator.Testing.Journal;
using Orchestrator.Testing.Time;

namespace Orchestrator.Simulation.Branch;

/// <summary>
/// One process of the daemon: its actors, its clock with their timers, its console paths. A kill leaves nothing of it
/// but what it wrote and what the hypervisor still does for it.
/// </summary>
internal sealed class BranchProcess
{
    private readonly World _world;
    private readonly DriverWrappers _wrappers;
    private readonly LocalPools _pools;

    public BranchProcess(
        World world, FaultyHypervisor hypervisor, InMemoryJournal journal, DriverWrappers wrappers)
    {
        _world = world;
        _wrappers = wrappers;
        Time = new ManualTimeProvider(world.Now);
        Dispatcher = new SeededDispatcher(
            world.Random.Fork(), "simulation", Environment.CurrentManagedThreadId);
        Path = new ProcessPath(world, Time);
        Journal = new ProcessJournal(world, journal, Dispatcher);
        var clock = wrappers.Clock(world, Time);
        var seen = wrappers.Hypervisor(world, hypervisor);
        System = new ActorSystem("branch", new ActorSystemOptions
        {
            Dispatcher = Dispatcher,
            Time = clock,
            Random = world.Random.Fork(),
            OnFailure = OnFailure,
            OnDeadLetter = OnDeadLetter,
        });
        var loggers = new TracingLoggerFactory(world);
        Part = world.Nodes is null ? null : new NodePart(world, System, Dispatcher, clock, loggers, wrappers.Node);
        var environment = new PoolEnvironment(
            world.Plan.Settings,
            seen,
            wrappers.Path(world, Path),
            wrappers.Journal(world, Journal),
            loggers)
        {
            Neighbours = Part?.Neighbours,
        };
        _pools = new LocalPools(System, [environment], seen, clock);
        Part?.Join(_pools);
    }

    /// <summary>The node's part in a branch of several; null: it stands alone.</summary>
    public NodePart? Part { get; }

    /// <summary>Whether it stands still now, and its clock with it.</summary>
    public bool IsStalled { get; set; }

    public ManualTimeProvider Time { get; }

    public SeededDispatcher Dispatcher { get; }

    public ActorSystem System { get; }

    public ProcessPath Path { get; }

    public ProcessJournal Journal { get; }

    public IPools Pools => _pools;

    public IPoolOrders Orders => _pools;

    public void Signal(KioskAddress kiosk, ISignalLine line) =>
        _wrappers.Signal(_world, line, passed => _pools.Signal(_world.Plan.Settings.Name, kiosk, passed));

    private void OnFailure(string path, Exception error, Directive directive)
    {
        _world.Checker.Serving.Excuse();
        _world.Trace.Add(TraceKind.Process, path);
        if (_world.Trace.IsWritten)
        {
            _world.Trace.Write($"actor {path} failed: {directive}: {error.Message}");
        }
    }

    private void OnDeadLetter(DeadLetter letter)
    {
        if (_world.Trace.IsWritten)
        {
            _world.Trace.Write($"dead letter for {letter.Path}: {letter.Message} ({letter.Reason})");
        }
    }
}
