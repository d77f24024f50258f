using Orchestrator.Core.Operators;

namespace Orchestrator.Drivers.Coordination;

/// <summary>The branch's memory of the operators that are not believed any more.</summary>
public interface IOperatorLedger
{
    /// <summary>Revocations that are remembered; each is for good.</summary>
    const int RevokedMax = 1000;

    /// <summary>All that this node knows of. Null: it has not seen the branch's store since it was started, and nobody
    /// may be believed.</summary>
    IReadOnlyCollection<RevokedOperator>? Revoked { get; }

    /// <summary>Remembers one; every node that sees the store comes to know it. Again is no fault.</summary>
    /// <exception cref="CoordinationException">It could not be remembered, or there are
    /// <see cref="RevokedMax"/>.</exception>
    Task RevokeAsync(RevokedOperator revoked, CancellationToken cancellation);
}
