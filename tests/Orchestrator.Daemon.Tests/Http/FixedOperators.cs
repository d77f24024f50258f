using Orchestrator.Core.Operators;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Daemon.Tests.Http;

/// <summary>Revocations in memory; null is a branch whose store was not seen yet.</summary>
internal sealed class FixedOperators : IOperatorLedger
{
    private volatile IReadOnlyCollection<RevokedOperator>? _revoked = [];

    public IReadOnlyCollection<RevokedOperator>? Revoked
    {
        get => _revoked;
        set => _revoked = value;
    }

    public CoordinationException? Fault { get; set; }

    public Task RevokeAsync(RevokedOperator revoked, CancellationToken cancellation)
    {
        Revoked = Fault is null ? [.. Revoked!, revoked] : throw Fault;
        return Task.CompletedTask;
    }
}
