using Orchestrator.Core.Machines;

namespace Orchestrator.Libvirt.Calls;

/// <summary>A domain under a name of ours.</summary>
/// <param name="Machine">The machine that its name says.</param>
/// <param name="IsActive">Whether it runs.</param>
/// <param name="IsOurs">Whether its metadata says the same machine; else somebody else made it.</param>
internal sealed record DomainSummary(MachineName Machine, bool IsActive, bool IsOurs);
