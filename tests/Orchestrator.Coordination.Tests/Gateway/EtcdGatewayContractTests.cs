using Orchestrator.Coordination.Etcd;
using Orchestrator.Coordination.Gateway;
using Orchestrator.Coordination.Tests.Etcd;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Gateway;

public sealed class EtcdGatewayContractTests(EtcdServerFixture fixture) : EtcdContract, IClassFixture<EtcdServerFixture>
{
    private protected override Task<IEtcdWorld> CreateAsync() => Task.FromResult<IEtcdWorld>(new World(fixture.Server));

    private sealed class World(EtcdServer server) : IEtcdWorld
    {
        public IEtcd Etcd { get; } = new EtcdGateway(
            new EtcdOptions { Endpoints = server.Endpoints }, new CoordinationOptions(), TimeProvider.System);

        public string Prefix { get; } = $"/{Guid.NewGuid():n}/";

        public Task CompactAsync(long revision) => server.CompactAsync(revision);

        public void Pass(TimeSpan duration)
        {
        }

        public ValueTask DisposeAsync()
        {
            Etcd.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
