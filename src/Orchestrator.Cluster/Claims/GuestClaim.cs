using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;

namespace Orchestrator.Cluster.Claims;

/// <summary>A claim of another node on this one.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Machine">The machine that is kept for it, or null: it is not known yet.</param>
internal sealed record GuestClaim(PoolName Pool, MachineName? Machine);
