namespace Orchestrator.Core.Operators;

/// <summary>What an operator may do from elsewhere than the server itself; each may do what those before it
/// may.</summary>
public enum OperatorRole
{
    /// <summary>Looks, and changes nothing.</summary>
    Viewer = 1,

    /// <summary>The day's work: ends sessions, takes slots out of service, clears pools.</summary>
    Operator = 2,

    /// <summary>Changes what the branch is: sizes, servers.</summary>
    Admin = 3,
}
