using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Libvirt.Tests;

/// <summary>The twin keeps the contract that libvirt's adapter keeps, so that tests on it cannot lie.</summary>
public sealed class SimulatedHypervisorTests : HypervisorContract
{
    protected override Task<IHypervisorWorld> CreateAsync() =>
        Task.FromResult<IHypervisorWorld>(new SimulatedHypervisorWorld());
}
