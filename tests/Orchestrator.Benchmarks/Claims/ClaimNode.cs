using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Cluster.Claims;
using Orchestrator.Cluster.Links;
using Orchestrator.Coordination;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Journal;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;
using Orchestrator.Testing.Certificates;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Benchmarks.Claims;

/// <summary>A node with a real journal, store and links, and simulated machines.</summary>
internal sealed class ClaimNode : IAsyncDisposable
{
    private static readonly PoolName Pool = PoolName.Parse("demo");

    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("pbm-claim-");
    private readonly NodeName _name;
    private readonly EtcdCoordinator _coordinator;
    private readonly TlsNetwork _network;
    private readonly ActorSystem _system;
    private readonly LocalPools _pools;
    private readonly SqliteJournal _journal;

    public ClaimNode(string name, TestAuthority authority, EtcdServer etcd, int machines)
    {
        var (time, loggers) = (TimeProvider.System, NullLoggerFactory.Instance);
        _name = NodeName.Parse(name);
        _coordinator = EtcdCoordinator.Connect(
            new EtcdOptions { Endpoints = etcd.Endpoints }, new NodeIdentity(_name, name), new CoordinationOptions(),
            time, loggers);
        var consoles = new GuestConsoles(time);
        _network = new TlsNetwork(
            new IPEndPoint(IPAddress.Loopback, 0), new NodeTrust(authority.Issue(name), [authority.Certificate]),
            consoles, node => _coordinator.Snapshot.Find(node)?.Announcement?.Address, new NodeLinkOptions(), time,
            loggers);
        _system = new ActorSystem(name, new ActorSystemOptions { Time = time, Random = Random.Shared });
        _journal = SqliteJournal.Open(Path.Combine(_files.FullName, "journal.db"));
        var hypervisor = new SimulatedHypervisor(time);
        var environment = new PoolEnvironment(
            new PoolSettings(Pool, "golden", 0) { IsPlanned = true }, hypervisor, new SimulatedConsolePath(time),
            _journal, loggers)
        {
            Neighbours = new Neighbours(_system, _coordinator, _network, consoles, new ClaimOptions(), loggers),
        };
        _pools = new LocalPools(_system, [environment], hypervisor, time);
        _ = new BranchMembership(
            _system,
            new BranchNode(_coordinator, _pools, _pools, loggers)
            {
                Address = $"{_network.EndPoint}",
                Version = "1.0",
                Capacity = new NodeCapacity(machines, 0, machines),
                Configured = [new NodePool(Pool, 4, new MachineSize(1, 1), "golden")],
                LookInterval = TimeSpan.FromMilliseconds(50),
                ReplanAfter = TimeSpan.FromSeconds(3),
            },
            time);
    }

    /// <summary>Whether this node sees that the other announces so many free machines.</summary>
    public bool IsAnnounced(ClaimNode other, int machines) =>
        _coordinator.Snapshot.Find(other._name)?.CleanMachines(Pool) == machines;

    /// <summary>Waits until something is so, for a minute at most.</summary>
    public static async Task SeeAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, deadline.Token);
        }
    }

    public void Signal(string kiosk, ISignalLine line) => _pools.Signal(Pool, KioskAddress.Parse(kiosk), line);

    /// <summary>Ends the one session that lives.</summary>
    public async Task EndSessionAsync()
    {
        var pools = await _pools.GetPoolsAsync(CancellationToken.None);
        var session = pools[0].Sessions.Single(one => one.State != "ended");
        await _pools.EndSessionAsync(session.Id, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        await _coordinator.DisposeAsync();
        _pools.Dispose();
        await _system.DisposeAsync();
        await _journal.DisposeAsync();
        _files.Delete(recursive: true);
    }
}
