using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Tokens;

public sealed class SimulatedTokenLedgerTests : TokenLedgerContract
{
    protected override Task<ICoordinatorWorld> CreateAsync() =>
        Task.FromResult<ICoordinatorWorld>(new SimulatedCoordinatorWorld());
}
