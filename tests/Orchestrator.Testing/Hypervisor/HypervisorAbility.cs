namespace Orchestrator.Testing.Hypervisor;

/// <summary>What a condition of the contract needs of a hypervisor beyond machines and a golden image.</summary>
public enum HypervisorAbility
{
    /// <summary>Its connection can be lost, and come back with the machines still there.</summary>
    Loss,

    /// <summary>It knows the host's memory.</summary>
    HostMemory,
}
