using Orchestrator.Core.Machines;

namespace Orchestrator.Drivers.Hypervisor;

/// <summary>What exists at one moment under names of ours.</summary>
/// <param name="RunningDomains">Machines whose domain runs (or is paused).</param>
/// <param name="StoppedDomains">Machines whose domain exists and does not run.</param>
/// <param name="Overlays">Machines whose overlay exists.</param>
public sealed record HypervisorInventory(
    IReadOnlySet<MachineName> RunningDomains,
    IReadOnlySet<MachineName> StoppedDomains,
    IReadOnlySet<MachineName> Overlays)
{
    /// <summary>Every machine that anything is left of.</summary>
    public IEnumerable<MachineName> All => RunningDomains.Concat(StoppedDomains).Concat(Overlays).Distinct();
}
