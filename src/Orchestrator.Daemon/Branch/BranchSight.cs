using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Branch;

/// <summary>How the edges see the branch.</summary>
/// <param name="See">The branch now, or null: this server stands alone.</param>
internal sealed record BranchSight(Func<ClusterStatus?> See);
