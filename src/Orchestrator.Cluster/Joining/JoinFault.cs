namespace Orchestrator.Cluster.Joining;

/// <summary>Why a server could not join, told from its side.</summary>
public enum JoinFault
{
    /// <summary>Nobody answers there, or not in time.</summary>
    Unreachable,

    /// <summary>Who answers is not of the branch that the token is of. It was told nothing.</summary>
    ForeignBranch,

    /// <summary>Who answers is of the branch and does not sign.</summary>
    SignedElsewhere,

    /// <summary>The branch refuses.</summary>
    Refused,

    /// <summary>What the branch answers is not what was asked for.</summary>
    WrongAnswer,
}
