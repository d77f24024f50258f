namespace Orchestrator.Core.Cluster;

/// <summary>One node's time as the branch's coordinator.</summary>
/// <param name="Node">The node that writes the plan.</param>
/// <param name="Epoch">Of this term; a plan that carries an older one is refused.</param>
public sealed record CoordinatorTerm(NodeName Node, Epoch Epoch);
