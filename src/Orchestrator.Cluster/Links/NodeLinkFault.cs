namespace Orchestrator.Cluster.Links;

/// <summary>Why a link could not be made. In each case nothing was asked of the other node.</summary>
public enum NodeLinkFault
{
    /// <summary>Nobody listens there, or no way leads there.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Overdue,

    /// <summary>One of both does not accept the other's certificate.</summary>
    Untrusted,

    /// <summary>The other node speaks another version of the protocol, or none.</summary>
    Foreign,
}
