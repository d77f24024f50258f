using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>Pools that say that they are clear and are not.</summary>
internal sealed class MutantPools(IPools real) : IPools
{
    public void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line) => real.Signal(pool, kiosk, line);

    public Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation) =>
        real.GetPoolsAsync(cancellation);

    public Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation) => Task.FromResult(true);
}
