using Orchestrator.Cluster;

namespace Orchestrator.Daemon.Branch;

/// <summary>Where the edges hand in orders about the branch.</summary>
/// <param name="Orders">Null: this server stands alone.</param>
internal sealed record BranchDesk(IBranchOrders? Orders);
