namespace Orchestrator.Pool.Pools;

public enum OperatorVerdict
{
    /// <summary>The journal holds it.</summary>
    Done,

    /// <summary>Nothing has changed: the order makes no sense now.</summary>
    Refused,

    /// <summary>Nothing has changed: there is nothing of that name.</summary>
    Unknown,
}
