using Orchestrator.Core.Cluster;
using Orchestrator.Pool.Pools;

namespace Orchestrator.Cluster;

/// <summary>What an operator orders of the branch. An order that is answered with <see cref="OperatorVerdict.Done"/> is
/// in the branch's store.</summary>
public interface IBranchOrders
{
    /// <summary>A server takes no new sessions and goes when the running ones have ended.</summary>
    /// <param name="node">The server; null: this one.</param>
    /// <param name="within">Sessions that run for so long after it are ended; null: they run to their end.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<OperatorAnswer> LeaveAsync(NodeName? node, TimeSpan? within, CancellationToken cancellation);

    /// <summary>Gives up a server that cannot be reached.</summary>
    Task<OperatorAnswer> DownAsync(NodeName node, CancellationToken cancellation);

    /// <summary>Gives up every server that cannot be reached.</summary>
    Task<OperatorAnswer> DownUnreachableAsync(CancellationToken cancellation);
}
