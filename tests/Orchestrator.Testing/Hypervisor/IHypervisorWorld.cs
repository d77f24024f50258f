using Orchestrator.Core.Machines;
using Orchestrator.Drivers.Hypervisor;

namespace Orchestrator.Testing.Hypervisor;

/// <summary>A hypervisor with a healthy golden image of its own, and what can happen to it from outside.</summary>
public interface IHypervisorWorld : IAsyncDisposable
{
    IHypervisor Hypervisor { get; }

    /// <summary>Name of the golden domain.</summary>
    string GoldenImage { get; }

    /// <summary>Memory of the golden domain's guest.</summary>
    long GoldenMemoryBytes { get; }

    /// <summary>A machine that never was, in a slot whose port is free.</summary>
    MachineName NextMachine();

    /// <summary>Makes the golden image such that inspecting it fails with this fault.</summary>
    Task SpoilGoldenImageAsync(HypervisorFault fault);

    /// <summary>Adds a running domain and a volume whose names are not of ours.</summary>
    Task AddForeignAsync();

    /// <summary>Adds a running domain that somebody else made under this machine's name.</summary>
    Task AddForeignAsync(MachineName machine);

    /// <summary>Whether that domain runs still.</summary>
    Task<bool> IsForeignRunningAsync(MachineName machine);

    /// <summary>Ends a machine's domain behind the driver's back.</summary>
    Task StopAsync(MachineName machine);

    /// <summary>Listens on a port until the world ends.</summary>
    void TakePort(int port);

    /// <summary>Cuts the driver off from the hypervisor.</summary>
    Task LoseAsync();

    /// <summary>Lets the driver reach the hypervisor again.</summary>
    Task ReturnAsync();
}
