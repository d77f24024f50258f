using Orchestrator.Drivers.Coordination;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>Responsible for what an operator is told when the branch's store does not take an order.</summary>
internal static class StoreWrite
{
    public static async Task<OperatorAnswer> TryAsync(ICoordinator coordinator, Func<Task<OperatorAnswer>> write)
    {
        if (!coordinator.HoldsLease)
        {
            return OperatorAnswer.Refused(
                $"server {coordinator.Node} is not known to the branch's store now; ask another one");
        }

        try
        {
            return await write().ConfigureAwait(false);
        }
        catch (CoordinationException error)
        {
            var isOpen = error.Fault is CoordinationFault.NoQuorum or CoordinationFault.Overdue;
            return OperatorAnswer.Refused(isOpen
                ? $"the branch's store did not answer, so it may be done or not: {error.Message}; look before repeating"
                : $"nothing was changed: {error.Message}");
        }
    }
}
