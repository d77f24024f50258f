namespace Orchestrator.Libvirt.Calls;

/// <summary>A domain of whomever.</summary>
internal sealed record DomainSummary(string Name, bool IsActive);
