namespace Orchestrator.Contracts;

/// <summary>How the entities of a kind are spread over the servers of the branch.</summary>
/// <param name="Region">The kind: `pool`, `slot`, `machine` or `session`.</param>
/// <param name="Nodes">A server each, by name.</param>
public sealed record RegionStats(string Region, IReadOnlyList<RegionNode> Nodes);
