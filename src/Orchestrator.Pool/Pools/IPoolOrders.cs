using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Core.Slots;

namespace Orchestrator.Pool.Pools;

/// <summary>What an operator orders. An order that is answered with <see cref="OperatorVerdict.Done"/> is in the
/// journal.</summary>
public interface IPoolOrders
{
    /// <summary>Gives a pool another size, which holds until the configuration's changes.</summary>
    Task<OperatorAnswer> ResizeAsync(PoolName pool, int size, CancellationToken cancellation);

    /// <summary>Says whom a pool takes in, until something else is said or the daemon is started again.</summary>
    Task<OperatorAnswer> AdmitAsync(PoolName pool, Admission admission, CancellationToken cancellation);

    /// <summary>Ends a session; answered when its console path is closed.</summary>
    Task<OperatorAnswer> EndSessionAsync(SessionId session, CancellationToken cancellation);

    /// <summary>Takes a slot out of service until it is released; a session in it goes on to its end.</summary>
    Task<OperatorAnswer> QuarantineAsync(SlotId slot, string reason, CancellationToken cancellation);

    /// <summary>Ends a slot's quarantine, whoever began it.</summary>
    Task<OperatorAnswer> ReleaseAsync(SlotId slot, CancellationToken cancellation);
}
