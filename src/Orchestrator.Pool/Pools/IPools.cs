using Orchestrator.Core.Pools;
using Orchestrator.Core.Sessions;
using Orchestrator.Pool.Sessions;

namespace Orchestrator.Pool.Pools;

/// <summary>The pools of this node, as the edges see them: the signal port and the HTTP API.</summary>
public interface IPools
{
    /// <summary>A kiosk signalled. The pool answers on the line, and closes it.</summary>
    void Signal(PoolName pool, KioskAddress kiosk, ISignalLine line);

    Task<IReadOnlyList<PoolSnapshot>> GetPoolsAsync(CancellationToken cancellation);

    /// <summary>underVDI's vm_clear: ends every session, deletes every machine and starts from zero.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="refill">False leaves the pool empty until the next clear or restart: the way to change its golden
    /// image.</param>
    /// <param name="cancellation">Ends the wait, not the work.</param>
    /// <returns>False when no pool has this name; true when nothing is left.</returns>
    Task<bool> ClearAsync(PoolName pool, bool refill, CancellationToken cancellation);
}
