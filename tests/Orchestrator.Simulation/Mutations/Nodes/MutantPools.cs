using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Pools;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Simulation.Mutations.Nodes;

/// <summary>Pools that say that they are clear and are not.</summary>
internal sealed class MutantPools(IPools real) : IPools
{
    /// <summary>So often they say it.</summary>
    private const int LooksMax = 5;

    private int _looks;

    public void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line) => real.Signal(pool, kiosk, line);

    public async Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation)
    {
        var pools = await real.GetPoolsAsync(cancellation).ConfigureAwait(false);
        return _looks-- > 0 ? [.. pools.Select(pool => pool with { Slots = [], Sessions = [] })] : pools;
    }

    public Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation)
    {
        _looks = LooksMax;
        return Task.FromResult(true);
    }
}
