namespace Orchestrator.Core.Cluster;

/// <summary>What one machine of a pool needs; both at least 1.</summary>
public sealed record MachineSize(long MemoryBytes, int Processors);
