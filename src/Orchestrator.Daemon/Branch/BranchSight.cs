using Orchestrator.Contracts;

namespace Orchestrator.Daemon.Branch;

/// <summary>How the edges see the branch.</summary>
/// <param name="See">The branch now, or null: this server stands alone.</param>
/// <param name="Watch">Calls whoever is given after every change, one call at a time, until it is disposed. Null
/// together with the branch.</param>
internal sealed record BranchSight(Func<ClusterStatus?> See, Func<Action, IDisposable?> Watch);
