using Orchestrator.Simulation.Drivers;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Simulation.Tests.Drivers;

/// <summary>Without faults it is a hypervisor like any other.</summary>
public sealed class FaultyHypervisorTests : HypervisorContract
{
    protected override Task<IHypervisorWorld> CreateAsync()
    {
        var world = CalmWorld.Create();
        var twin = new SimulatedHypervisor(world.Time) { AgentAnswers = false };
        var faulty = new FaultyHypervisor(world, twin);
        return Task.FromResult<IHypervisorWorld>(
            new SimulatedHypervisorWorld(twin, new InVirtualTime(faulty, world.Time)));
    }
}
