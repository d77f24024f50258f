using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Claims;

/// <summary>Another node as one that kiosks reached, and its link to this node.</summary>
internal sealed record Entry(INodeLink Link, long HeardAt);
