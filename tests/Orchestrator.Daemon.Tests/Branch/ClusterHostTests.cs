using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Actors;
using Orchestrator.Cluster;
using Orchestrator.Core.Cluster;
using Orchestrator.Core.Pools;
using Orchestrator.Daemon.Audit;
using Orchestrator.Daemon.Branch;
using Orchestrator.Daemon.Configuration;
using Orchestrator.Daemon.Tests.Configuration;
using Orchestrator.Pool;
using Orchestrator.Pool.Pools;
using Orchestrator.Testing.Branch;
using Orchestrator.Testing.ConsolePath;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Hypervisor;
using Orchestrator.Testing.Journal;

namespace Orchestrator.Daemon.Tests.Branch;

/// <summary>The section <c>cluster</c>, as the daemon composes it, on a real etcd.</summary>
public sealed class ClusterHostTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_OfTwoNodes_SharesThePoolOfTheConfiguration()
    {
        await using var etcd = await EtcdServer.StartAsync();
        await using var alpha = new Node("alpha", etcd);
        await using var beta = new Node("beta", etcd);

        var branch = await Eventually.SeeAsync(
            "both nodes up and the pool's two slots planned",
            () => alpha.Membership.GetBranchAsync(Cancellation),
            seen => seen.Members.Values.Count(member => member is
                { IsReachable: true, State.Status: MemberStatus.Up }) == 2
                && seen.Plan.SlotsOf(Node.Pool, alpha.Name) == 1 && seen.Plan.SlotsOf(Node.Pool, beta.Name) == 1);
        foreach (var node in new[] { alpha, beta })
        {
            await Eventually.SeeAsync(
                $"one clean machine on {node.Name}", node.SeeAsync, pool => pool is { Size: 1, Clean: 1 });
        }

        var announced = branch.Find(alpha.Name)!.Announcement!;
        Assert.Equal("10.0.0.1:5907", announced.Address);
        Assert.True(announced.Capacity.MemoryBytes > announced.Capacity.ReservedMemoryBytes, $"{announced.Capacity}");
    }

    [Theory]
    [InlineData("MemTotal:        8022596 kB\nMemFree:          303360 kB\n", 8022596L * 1024)]
    [InlineData("MemTotal: 1 kB", 1024L)]
    public void MemoryOf_TheKernelsAccount_IsItsTotal(string text, long expected) =>
        Assert.Equal(expected, ClusterHost.MemoryOf(text));

    [Fact]
    public void MemoryOf_AnythingElse_IsRefused() =>
        Assert.Throws<StartException>(() => ClusterHost.MemoryOf("Inactive: 5 kB"));

    private sealed class Node : IAsyncDisposable
    {
        private readonly ActorSystem _system;
        private readonly LocalPools _pools;

        public Node(string name, EtcdServer etcd)
        {
            var text = ConfigSamples.Least + ClusterOptionsReaderTests.Least
                .Replace("alpha", name, StringComparison.Ordinal)
                .Replace("http://127.0.0.1:2379", etcd.Endpoints[0].AbsoluteUri, StringComparison.Ordinal);
            var options = DaemonOptionsReader.Read(text).Options!;
            Name = options.Cluster!.Node;
            var hypervisor = new SimulatedHypervisor(TimeProvider.System);
            _system = new ActorSystem(name, new ActorSystemOptions
            {
                Time = TimeProvider.System,
                Random = Random.Shared,
            });
            _pools = new LocalPools(
                _system,
                [
                    new PoolEnvironment(
                        BranchHost.SettingsOf(options.Pools[0], options.Cluster),
                        hypervisor,
                        new SimulatedConsolePath(TimeProvider.System),
                        new InMemoryJournal(),
                        NullLoggerFactory.Instance),
                ],
                hypervisor,
                TimeProvider.System);
            Membership = ClusterHost.Connect(
                options,
                options.Cluster,
                new JoinRecord(
                    new AuditLog(options.Http.AuditLog, TimeProvider.System), NullLogger<JoinRecord>.Instance),
                TimeProvider.System,
                NullLoggerFactory.Instance).Join(_system, _pools);
        }

        public static PoolName Pool { get; } = PoolName.Parse("demo");

        public NodeName Name { get; }

        public BranchMembership Membership { get; }

        public async Task<PoolSnapshot> SeeAsync() => (await _pools.GetPoolsAsync(Cancellation))[0];

        public async ValueTask DisposeAsync()
        {
            _pools.Dispose();
            await _system.DisposeAsync();
            await Membership.DisposeAsync();
        }
    }
}
