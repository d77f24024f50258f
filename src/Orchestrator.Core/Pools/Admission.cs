namespace Orchestrator.Core.Pools;

/// <summary>Which kiosks a pool takes in at this node, and with whose machines.</summary>
public enum Admission
{
    /// <summary>All, with the node's own machines first; claims of other nodes are answered.</summary>
    Open,

    /// <summary>All, with machines of other nodes only: the node's own are being given up.</summary>
    Elsewhere,

    /// <summary>None, and who waits is sent away: the node is about to be gone.</summary>
    Closed,
}
