using Orchestrator.Core.Cluster;

namespace Orchestrator.Simulation.Nodes.Network;

/// <summary>From one node to another.</summary>
internal readonly record struct Way(NodeName From, NodeName To)
{
    public Way Back => new(To, From);
}
