namespace Orchestrator.Cluster.Links;

/// <summary>A link to another node cannot be made. The message names the node and what is wrong with it.</summary>
public sealed class NodeLinkException(NodeLinkFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public NodeLinkFault Fault { get; } = fault;
}
