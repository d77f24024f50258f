using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Cluster.Claims;
using Orchestrator.Cluster.Links;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Benchmarks.LargeBranches;

/// <summary>One node: the product's actors, coordination and claims over the drivers' twins.</summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "it is memory alone, and lives until its benchmark has ended")]
internal sealed class LargeBranchNode
{
    private static readonly TimeSpan CloneTime = TimeSpan.FromSeconds(3);
    private static readonly MachineSize Machine = new(128L << 20, 1);

    private readonly SimulatedConsolePath _path;
    private readonly LocalPools _pools;

    public LargeBranchNode(LargeBranch branch, NodeName name, int seed)
    {
        Name = name;
        var time = branch.Time;
        var system = new ActorSystem("node", new ActorSystemOptions
        {
            Dispatcher = branch.Dispatcher,
            Time = time,
            Random = new Random(seed),
            OnFailure = (path, error, _) =>
                throw new InvalidOperationException($"actor {path} of node {name} failed: {error.Message}", error),
        });
        var store = new DistantStore(branch.Store.Connect(), branch.Delays);
        Coordinator = new EtcdCoordinator(
            store, new NodeIdentity(name, $"server-{name}"), new CoordinationOptions(), time,
            NullLoggerFactory.Instance);
        var neighbours = new Neighbours(
            system, Coordinator, branch.Network.Of(name), new GuestConsoles(time), new ClaimOptions(),
            NullLoggerFactory.Instance);
        var hypervisor = new SimulatedHypervisor(time) { CloneTime = CloneTime };
        _path = new SimulatedConsolePath(time);
        var settings = new PoolSettings(LargeBranch.Pool, "golden", 0) { IsPlanned = true };
        var environment = new PoolEnvironment(
            settings, hypervisor, _path, new DistantJournal(branch.Delays),
            NullLoggerFactory.Instance) { Neighbours = neighbours };
        _pools = new LocalPools(system, [environment], hypervisor, time);
        _ = new BranchMembership(
            system,
            new BranchNode(Coordinator, _pools, _pools, NullLoggerFactory.Instance)
            {
                Address = $"{name}.branch:5907",
                Version = "1.0",
                Capacity = new NodeCapacity(
                    LargeBranch.SlotsPerNode * Machine.MemoryBytes, 0, LargeBranch.SlotsPerNode * Machine.Processors),
                Configured = [new NodePool(LargeBranch.Pool, branch.Slots, Machine, settings.GoldenImage)],
                ReplanAfter = TimeSpan.FromSeconds(3),
            },
            time);
    }

    public NodeName Name { get; }

    public EtcdCoordinator Coordinator { get; }

    public void Signal(KioskAddress kiosk, ISignalLine line) => _pools.Signal(LargeBranch.Pool, kiosk, line);

    /// <summary>The kiosk's viewer connects.</summary>
    /// <returns>Node and port of the machine that it reaches, or null: it is closed to it.</returns>
    public (NodeName Node, int Port)? Connect(KioskAddress kiosk)
    {
        if (_path.Call(kiosk) is not { } channel)
        {
            return null;
        }

        var grant = _path.Grants.First(grant => grant.Kiosk == kiosk);
        return (grant.Remote?.Owner ?? Name, channel.ConsolePort);
    }
}
