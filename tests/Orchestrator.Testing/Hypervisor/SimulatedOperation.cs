namespace Orchestrator.Testing.Hypervisor;

/// <summary>Calls that the simulated hypervisor can be told to fail.</summary>
public enum SimulatedOperation
{
    Inventory,
    Inspect,
    Clone,
    Delete,
    Ping,
    Measure,
}
