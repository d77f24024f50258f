using System.Text.Json.Serialization;

namespace Orchestrator.Cluster.Joining;

/// <summary>Why a server does not become a node.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JoinRefusal>))]
public enum JoinRefusal
{
    /// <summary>The branch has no such token, or its secret is another.</summary>
    TokenUnknown,

    TokenRevoked,

    TokenExpired,

    /// <summary>Somebody else has joined with it.</summary>
    TokenUsed,

    /// <summary>It is of another branch, whose authority it names.</summary>
    TokenForeign,

    /// <summary>Another server is this node.</summary>
    NameTaken,

    /// <summary>The node that was asked does not hold the authority's key.</summary>
    SignedElsewhere,

    /// <summary>The request is none.</summary>
    Malformed,

    /// <summary>Nobody can say now: the store does not answer, nothing can be recorded, or too many ask.</summary>
    Unavailable,
}
