using Orchestrator.Integration.Tests.Branch;
using Orchestrator.Testing.Hypervisor;

namespace Orchestrator.Integration.Tests.Hypervisor;

/// <summary>The contract on the system's libvirt with real QEMU processes.</summary>
[Collection(ServerCollection.Name)]
public sealed class LibvirtHypervisorTests : HypervisorContract
{
    protected override async Task<IHypervisorWorld> CreateAsync() => await LibvirtWorld.CreateAsync();
}
