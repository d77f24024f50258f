using System.Diagnostics.CodeAnalysis;
using Orchestrator.Coordination.Branch;
using Orchestrator.Coordination.Etcd;
using Orchestrator.Drivers.Coordination;

namespace Orchestrator.Coordination.Leases;

/// <summary>Responsible for the one lease that the node has, or has not.</summary>
internal sealed class NodeLease(IEtcd etcd, CoordinationOptions options, TimeProvider time, Observers observers)
    : IDisposable
{
    private LeaseKeeper? _keeper;

    public bool IsHeld => _keeper is { IsCertain: true };

    public bool TryGet([NotNullWhen(true)] out NodeHold? hold)
    {
        hold = _keeper is { IsCertain: true } keeper ? keeper.Hold : null;
        return hold is not null;
    }

    /// <summary>What every write names.</summary>
    public NodeHold Require() => TryGet(out var hold)
        ? hold
        : throw new CoordinationException(
            CoordinationFault.Fenced, "this node has no lease of the branch's store: announce it first");

    /// <summary>Keeps a lease alive from now on.</summary>
    public void Begin(NodeHold hold, LeaseClock clock)
    {
        var keeper = new LeaseKeeper(
            etcd, options, time, hold, clock, detail => observers.Tell(new LeaseLost(detail)));
        Interlocked.Exchange(ref _keeper, keeper)?.Dispose();
        keeper.Start();
    }

    /// <summary>The store shows another key than the one held, or none.</summary>
    public void Lose(NodeHold hold, string detail)
    {
        if (_keeper is { } keeper && keeper.Hold == hold)
        {
            keeper.Lose(detail);
        }
    }

    /// <returns>What was held, or null.</returns>
    public NodeHold? End()
    {
        var keeper = Interlocked.Exchange(ref _keeper, null);
        keeper?.Dispose();
        return keeper?.Hold;
    }

    public void Dispose() => End();
}
