using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Branch;

public sealed class EtcdCoordinatorTests : CoordinatorContract
{
    protected override async Task<ICoordinatorWorld> CreateAsync() =>
        new EtcdCoordinatorWorld(await EtcdServer.StartAsync());
}
