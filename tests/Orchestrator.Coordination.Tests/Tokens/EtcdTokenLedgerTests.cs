using Orchestrator.Coordination.Tests.Branch;
using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Tokens;

public sealed class EtcdTokenLedgerTests : TokenLedgerContract
{
    protected override async Task<ICoordinatorWorld> CreateAsync() =>
        new EtcdCoordinatorWorld(await EtcdServer.StartAsync());
}
