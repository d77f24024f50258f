namespace Orchestrator.Cluster.Joining;

/// <summary>A server cannot join a branch. The message says what is wrong and what to do.</summary>
public sealed class JoinException(JoinFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public JoinFault Fault { get; } = fault;

    /// <summary>With <see cref="JoinFault.Refused"/>: why.</summary>
    public JoinRefusal? Refusal { get; init; }

    /// <summary>With <see cref="JoinFault.SignedElsewhere"/>: addresses of nodes that sign.</summary>
    public IReadOnlyList<string> Signers { get; init; } = [];
}
