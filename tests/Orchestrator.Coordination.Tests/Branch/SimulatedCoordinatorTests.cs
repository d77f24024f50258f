using Orchestrator.Testing.Coordination;

namespace Orchestrator.Coordination.Tests.Branch;

public sealed class SimulatedCoordinatorTests : CoordinatorContract
{
    protected override Task<ICoordinatorWorld> CreateAsync() =>
        Task.FromResult<ICoordinatorWorld>(new SimulatedCoordinatorWorld());
}
