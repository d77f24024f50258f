using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Gateway;
using Orchestrator.Core.Cluster;
using Orchestrator.Drivers.Coordination;
using Orchestrator.Testing.Coordination;
using Orchestrator.Testing.Waiting;

namespace Orchestrator.Coordination.Tests.Branch;

/// <summary>A branch on a real etcd.</summary>
internal sealed class EtcdCoordinatorWorld(EtcdServer server) : ICoordinatorWorld
{
    /// <summary>Shorter than a branch's, so that nobody waits for long for a lease to run out.</summary>
    private static readonly CoordinationOptions Options = new()
    {
        LeaseTimeToLive = TimeSpan.FromSeconds(3),
        LeaseMargin = TimeSpan.FromMilliseconds(500),
        KeepAliveInterval = TimeSpan.FromMilliseconds(500),
        RetryPause = TimeSpan.FromMilliseconds(100),
    };

    public ICoordinator Start(string node, string machine) => EtcdCoordinator.Connect(
        new EtcdOptions { Endpoints = server.Endpoints },
        new NodeIdentity(NodeName.Parse(node), machine),
        Options,
        TimeProvider.System,
        NullLoggerFactory.Instance);

    public void LoseStore() => server.Members[0].Pause();

    public void ReturnStore() => server.Members[0].Resume();

    public async Task CompactAsync()
    {
        using var etcd = new EtcdGateway(
            new EtcdOptions { Endpoints = server.Endpoints }, Options, TimeProvider.System);
        var now = await etcd.RangeAsync(EtcdRange.Of("/"), TestContext.Current.CancellationToken);
        await server.CompactAsync(now.Revision);
    }

    public Task PassUntilAsync(Task task, string expected, Func<string> there) => task.Within(expected, there);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
