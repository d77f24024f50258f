using System.Collections.Immutable;
using Orchestrator.Core.Hosts;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;

namespace Orchestrator.Pool.Pools;

/// <summary>
/// Responsible for the one memory ledger of the host that its pools share. Two pools that measured the same free memory
/// must not both spend it: looking and charging are one step, whose loser looks again. Nobody waits.
/// </summary>
internal sealed class HostMemory
{
    private MemoryLedger _ledger = MemoryLedger.Empty;

    /// <summary>The ledger now.</summary>
    public MemoryLedger Ledger => Volatile.Read(ref _ledger);

    /// <returns>False: the reserve would not be left; nothing was charged.</returns>
    public bool TryCharge(MachineName machine, long machineBytes, long reserveBytes) => Update(
        ledger => ledger.Fits(machineBytes, reserveBytes) ? ledger.Charge(machine, machineBytes) : ledger);

    /// <summary>A pool measured the host and says what it has.</summary>
    /// <param name="begunAt">Timestamp at which the measurement began.</param>
    /// <param name="availableBytes">What it found.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="isOwned">Whether a machine is one of its.</param>
    /// <param name="starting">Those of them that start.</param>
    /// <param name="machineBytes">What each of them takes.</param>
    public void Measure(
        long begunAt,
        long availableBytes,
        PoolName pool,
        Func<MachineName, bool> isOwned,
        IReadOnlyCollection<MachineName> starting,
        long machineBytes) => Update(
        ledger => starting.Aggregate(
            ledger.Measure(begunAt, availableBytes).Keep(pool, isOwned),
            (charged, machine) => charged.Charge(machine, machineBytes)));

    public void Boot(MachineName machine, long at) => Update(ledger => ledger.Boot(machine, at));

    public void Release(MachineName machine) => Update(ledger => ledger.Release(machine));

    private bool Update(Func<MemoryLedger, MemoryLedger> change) => ImmutableInterlocked.Update(ref _ledger, change);
}
