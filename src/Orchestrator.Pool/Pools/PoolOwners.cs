using Orchestrator.Core.Machines;
using Orchestrator.Core.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>What the pool's slots and sessions own at one moment.</summary>
/// <param name="Machines">Machines that the slots hold, and whether each should run by now.</param>
/// <param name="Sessions">Sessions that are not over.</param>
/// <param name="Ports">The slots' console ports: a path to another one is another pool's.</param>
public sealed record PoolOwners(
    IReadOnlyDictionary<MachineName, bool> Machines, IReadOnlySet<SessionId> Sessions, IReadOnlySet<int> Ports);
