namespace Orchestrator.Core.Tokens;

/// <summary>What becomes of whoever shows a token.</summary>
public enum TokenVerdict
{
    Accepted,

    /// <summary>The branch has no such token, or its secret is another: which of both is nobody's business.</summary>
    Unknown,

    Revoked,

    Expired,

    /// <summary>Somebody else has joined with it.</summary>
    Used,
}
