namespace Orchestrator.Core.Cluster;

/// <summary>A pool as a snapshot shows it.</summary>
/// <param name="Definition">What the pool should be.</param>
/// <param name="Revision">Revision of the definition; a change of it names the one that it has seen.</param>
/// <param name="CreatedRevision">Revision at which the pool was defined first: older pools are planned first, so that a
/// new one never takes slots from a running one.</param>
public sealed record BranchPool(PoolDefinition Definition, long Revision, long CreatedRevision);
