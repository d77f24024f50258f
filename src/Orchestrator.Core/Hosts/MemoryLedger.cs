using System.Collections.Immutable;
using Orchestrator.Core.Machines;
using Orchestrator.Core.Pools;

namespace Orchestrator.Core.Hosts;

/// <summary>
/// What the host can still give. A machine that starts has touched little of its memory, so the host's statistics show
/// it too late for the next decision: it is charged with all of its memory from its order on, until a measurement that
/// began after its boot. What a booted machine touches later is not charged; that is what a pool's reserve is for.
/// </summary>
public sealed record MemoryLedger
{
    public static readonly MemoryLedger Empty = new();

    /// <summary>Of the machines that start: a few, so that to look through them costs less than any table.</summary>
    private readonly ImmutableArray<MemoryCharge> _charges = [];

    private MemoryLedger()
    {
    }

    /// <summary>When the newest measurement began, a timestamp.</summary>
    public long MeasuredAt { get; private init; } = long.MinValue;

    /// <summary>What the newest measurement found.</summary>
    public long AvailableBytes { get; private init; }

    /// <summary>What was promised and not measured yet.</summary>
    public long ChargedBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var charge in _charges)
            {
                bytes += charge.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>Whether one more machine leaves the reserve.</summary>
    public bool Fits(long machineBytes, long reserveBytes) =>
        AvailableBytes - ChargedBytes - machineBytes >= reserveBytes;

    /// <summary>The host was measured; an older measurement that comes late says nothing.</summary>
    public MemoryLedger Measure(long begunAt, long availableBytes) => begunAt < MeasuredAt
        ? this
        : this with
        {
            MeasuredAt = begunAt,
            AvailableBytes = availableBytes,
            Charges = _charges.RemoveAll(charge => charge.BootedAt < begunAt),
        };

    /// <summary>The machine is about to start, or starts. A charge that it has stays as it is.</summary>
    public MemoryLedger Charge(MachineName machine, long machineBytes) => IndexOf(machine) >= 0
        ? this
        : this with { Charges = _charges.Add(new MemoryCharge(machine, machineBytes, null)) };

    /// <summary>The machine's guest has booted: the next measurement shows it.</summary>
    public MemoryLedger Boot(MachineName machine, long at) =>
        IndexOf(machine) is >= 0 and var index && _charges[index].BootedAt is null
            ? this with { Charges = _charges.SetItem(index, _charges[index] with { BootedAt = at }) }
            : this;

    /// <summary>The machine is gone, or was never made.</summary>
    public MemoryLedger Release(MachineName machine) => IndexOf(machine) is >= 0 and var index
        ? this with { Charges = _charges.RemoveAt(index) }
        : this;

    /// <summary>Of this pool there are no machines but these.</summary>
    public MemoryLedger Keep(PoolName pool, Func<MachineName, bool> isThere) => this with
    {
        Charges = _charges.RemoveAll(charge => charge.Machine.Slot.Pool == pool && !isThere(charge.Machine)),
    };

    private ImmutableArray<MemoryCharge> Charges
    {
        init => _charges = value;
    }

    private int IndexOf(MachineName machine)
    {
        for (var i = 0; i < _charges.Length; i++)
        {
            if (_charges[i].Machine == machine)
            {
                return i;
            }
        }

        return -1;
    }
}
