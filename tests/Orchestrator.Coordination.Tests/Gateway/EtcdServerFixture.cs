using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Gateway;

/// <summary>One etcd for the tests of a class that do it no harm.</summary>
public sealed class EtcdServerFixture : IAsyncLifetime
{
    public EtcdServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await EtcdServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
