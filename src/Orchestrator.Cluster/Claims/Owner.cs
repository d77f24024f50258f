using Orchestrator.Cluster.Links;

namespace Orchestrator.Cluster.Claims;

/// <summary>Another node as one that has machines, and this node's link to it.</summary>
internal sealed class Owner
{
    public INodeLink? Link { get; set; }

    public bool IsCalling { get; set; }

    /// <summary>When something was heard of it last, in the clock's timestamps.</summary>
    public long HeardAt { get; set; }
}
